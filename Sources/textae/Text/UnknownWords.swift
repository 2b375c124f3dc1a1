import CommandLineKit
import FileFormats
import SentenceEmbedding
import TextAutoencoder

/// Warns of words that a model does not know, because its answer then means less or nothing.
struct UnknownWords {
  /// Further sentences are only counted.
  private static let mostWarnings = 5

  let console: Console
  /// What a sentence is called, such as `query`.
  let noun: String
  /// Whether a user waits for the answer to each sentence; then every one gets its warning.
  let isInteractive: Bool
  /// Tells which words a model of byte pairs reads by their letters; nil where that does not matter.
  let vocabulary: VocabularyFit?
  private var count = 0

  init(
    console: Console, noun: String, isInteractive: Bool, vocabulary: VocabularyFit? = nil
  ) {
    self.console = console
    self.noun = noun
    self.isInteractive = isInteractive
    self.vocabulary = vocabulary
  }

  /// Warns if the model lacks words of `sentence`, and returns those.
  mutating func check(_ sentence: String, with embedder: any SentenceEmbedder) -> [String] {
    guard let coverage = embedder.coverage(of: sentence) else { return checkPieces(sentence) }
    guard !coverage.unknown.isEmpty else { return [] }
    count += 1
    if isInteractive || count <= Self.mostWarnings {
      console.warn(
        coverage.isNothingKnown
          ? "no word of the \(noun) is known: \(sentence)"
          : "unknown words in the \(noun) \"\(sentence)\": "
            + coverage.unknown.joined(separator: ", "))
    }
    return coverage.unknown
  }

  /// Says which words fall into pieces that mean nothing, and returns those.
  private mutating func checkPieces(_ sentence: String) -> [String] {
    let words = vocabulary?.fragmentedWords(of: sentence) ?? []
    guard !words.isEmpty else { return [] }
    count += 1
    if isInteractive || count <= Self.mostWarnings {
      console.warn(
        "the model does not know what is meant by \(words.joined(separator: ", ")); it goes by the "
          + "letters")
    }
    return words
  }

  /// A JSON object with the unknown words as its last member, if there are any.
  static func json(_ answer: [(key: String, value: JSONValue)], _ words: [String]) -> JSONValue {
    var members = answer.map { JSONValue.Member(key: $0.key, value: $0.value) }
    if !words.isEmpty {
      members.append(.init(key: "unknownWords", value: .array(words.map { .string($0) })))
    }
    return .object(members)
  }

  /// Counts the sentences that got no warning of their own.
  func finish() {
    guard !isInteractive, count > Self.mostWarnings else { return }
    console.warn(
      "unknown words in \(grouped(count)) sentences, of which \(Self.mostWarnings) are shown; "
        + "--json names the words of all")
  }
}
