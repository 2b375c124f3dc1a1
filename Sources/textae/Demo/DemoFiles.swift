import CommandLineKit
import FileFormats
import Foundation
import SentenceFrames

/// The folder of a demo and what is in it.
struct DemoFiles {
  let folder: String

  var corpus: String { folder + "/corpus.txt" }
  var heldOut: String { folder + "/held-out.txt" }
  var pairs: String { folder + "/pairs.tsv" }
  var tokenizer: String { folder + "/words.json" }
  var autoencoder: String { folder + "/demo.textae" }
  var skipGram: String { folder + "/demo.skipgram" }
  var figures: String { folder + "/figures.json" }

  /// Throws unless the folder is new, empty, or that of an earlier demo.
  init(folder: String) throws {
    self.folder = folder
    try OutputCheck.folder(folder, mayExist: true)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // A corpus.txt alone may be the user's own.
    guard names.isEmpty || Set(names).isSuperset(of: ["corpus.txt", "held-out.txt", "pairs.tsv"])
    else {
      throw CommandFailure(
        "the folder holds something else", at: folder, advice: "name another one with --output")
    }
  }

  /// Writes the texts that the demo works on.
  func prepare(_ corpus: DemoCorpus, training: [String]) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(training, to: self.corpus)
    try write(corpus.bundled.heldOutExpanded + corpus.bundled.heldOutWritten, to: heldOut)
    try write(
      corpus.bundled.pairs.map { "\($0.first)\t\($0.second)\t\($0.grade.rawValue)" }, to: pairs)
  }

  private func write(_ lines: [String], to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(lines.map { $0 + "\n" }.joined())
    try file.commit()
  }
}

/// The text that ships with the project, found.
struct DemoCorpus {
  let bundled: BundledCorpus

  /// Reads the folder named, or the nearest `corpora` from the current folder upwards.
  init(path: String?, _ schedule: DemoSchedule) throws {
    let directory = try path ?? Self.find()
    do {
      bundled = try BundledCorpus(
        directory: directory, topics: schedule.topics, expandedCount: schedule.expandedCount)
    } catch CorpusError.unknownTopic {
      // Frames of the user's own, about other things.
      bundled = try BundledCorpus(
        directory: directory, expandedCount: schedule.expandedCount)
    }
  }

  private static func find() throws -> String {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let corpora = folder.appendingPathComponent("corpora")
      if Paths.isFolder(corpora.appendingPathComponent("frames").path) { return corpora.path }
      guard folder.pathComponents.count > 1 else { break }
      folder.deleteLastPathComponent()
    }
    throw CommandFailure(
      "no folder corpora", at: FileManager.default.currentDirectoryPath + " and above",
      advice: "run this inside a clone of the project, or name its folder with --corpus DIR")
  }
}
