import TestSupport
import Testing

/// Word vectors small enough to be trained inside the tests, made once for all of them.
enum TinyWords {
  /// The options of every training in these tests.
  static let training = [
    "--dimension", "8", "--min-count", "2", "--epochs", "3", "--sample", "0", "--deterministic",
  ]

  /// A folder with corpus.txt and tiny.skipgram; not to be changed.
  static let folder = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try folder.write(TinyModel.corpus, to: "corpus.txt")
    let outcome = try Binary.run(
      ["skipgram", "corpus.txt", "--output", "tiny.skipgram", "--threads", "1"] + training,
      in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    return folder
  }

  /// A copy of the folder, to be changed.
  static func copy() throws -> TemporaryFolder { try folder.get().copy() }
}
