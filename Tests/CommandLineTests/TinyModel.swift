import TestSupport
import Testing

/// A corpus and a model small enough to be trained inside the tests, made once for all of them.
enum TinyModel {
  /// Forty-eight sentences with few words.
  static let corpus: String = {
    let subjects = ["the cat", "a dog", "my friend", "the old man"]
    let verbs = ["sees", "likes", "follows"]
    let objects = ["the river .", "a red car .", "the moon .", "bread ."]
    return subjects.flatMap { subject in
      verbs.flatMap { verb in objects.map { "\(subject) \(verb) \($0)\n" } }
    }.joined()
  }()

  /// The options of every training in these tests.
  static let training = [
    "--tokenizer-model", "word", "--embedding-size", "8", "--hidden-size", "12", "--batch-size",
    "8",
    "--learning-rate", "0.01", "--precision", "f32",
  ]

  /// A folder with corpus.txt, words.json and tiny.textae; not to be changed.
  static let folder = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try folder.write(corpus, to: "corpus.txt")
    let vocabulary = try Binary.run(
      ["vocab", "build", "corpus.txt", "--tokenizer-model", "word", "--output", "words.json"],
      in: folder)
    try #require(vocabulary.status == 0, "\(vocabulary)")
    let training = try Binary.run(
      ["train", "corpus.txt", "--output", "tiny.textae", "--epochs", "2"] + Self.training,
      in: folder)
    try #require(training.status == 0, "\(training)")
    return folder
  }

  /// A copy of the folder, to be changed.
  static func copy() throws -> TemporaryFolder { try folder.get().copy() }
}
