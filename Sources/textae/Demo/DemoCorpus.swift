import BundledCorpora
import Foundation

/// The text that comes with the project.
struct DemoCorpus {
  /// Sentences written by hand, to train on.
  let training: [String]
  /// Others, which training does not see.
  let heldOut: [String]
  /// Sentences of all kinds that tell how words follow one another; none of those held out.
  let known: [String]
  /// Pairs of sentences whose similarity is known, to evaluate models with.
  let pairs: [GradedPair]

  /// All sentences written by hand that the demo uses.
  var sentences: [String] { training + heldOut }

  /// Reads the given folder, or the nearest `corpora` from the current folder upward.
  init(path: String?, _ sizes: DemoSizes) throws {
    let directory = try path ?? Self.find()
    let written = try WrittenCorpus(directory: directory + "/written")
    let frames = try FrameCorpus(directory: directory + "/frames")
    let expansion = try frames.expand(count: sizes.expanded, seed: BundledCorpus.seed)
    training = written.training.evenly(sizes.training)
    heldOut = written.heldOut.evenly(sizes.heldOut)
    known = expansion.training + written.training
    pairs = expansion.pairs
  }

  private static func find() throws -> String {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let corpora = folder.appendingPathComponent("corpora")
      if Paths.isFolder(corpora.appendingPathComponent("written").path) { return corpora.path }
      guard folder.pathComponents.count > 1 else { break }
      folder.deleteLastPathComponent()
    }
    throw CommandError.noCorpora(folder: FileManager.default.currentDirectoryPath)
  }
}
