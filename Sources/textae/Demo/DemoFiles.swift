import FileFormats
import Foundation

/// The folder of a demo and its files.
struct DemoFiles {
  let folder: String

  /// The sentences to train on.
  var corpus: String { folder + "/corpus.txt" }
  /// The sentences that training does not see.
  var heldOut: String { folder + "/held-out.txt" }
  /// Graded pairs of sentences, for `evaluate`.
  var pairs: String { folder + "/pairs.tsv" }
  /// The model that was trained.
  var model: String { folder + "/demo.textae" }
  /// The page for the browser.
  var page: String { folder + "/report.html" }
  /// All figures.
  var figures: String { folder + "/figures.json" }

  /// Throws unless the folder is new, empty, or that of an earlier demo.
  init(folder: String) throws {
    self.folder = folder
    try OutputCheck.folder(folder, mayExist: true)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // A corpus.txt alone may belong to the user.
    guard names.isEmpty || Set(names).isSuperset(of: ["corpus.txt", "held-out.txt", "pairs.tsv"])
    else { throw CommandError.foreignFolder(path: folder) }
  }

  /// Writes the texts that the demo uses.
  func prepare(_ corpus: DemoCorpus) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(corpus.training, to: self.corpus)
    try write(corpus.heldOut, to: heldOut)
    try write(
      corpus.pairs.map { "\($0.first)\t\($0.second)\t\($0.grade.rawValue)" }, to: pairs)
  }

  private func write(_ lines: [String], to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(lines.map { $0 + "\n" }.joined())
    try file.commit()
  }
}
