import DataStructures

/// The words of a sentence that a model knows, and those that it does not.
///
/// A sentence without any known word still has a vector, but the vector says nothing about it.
public struct WordCoverage: Equatable, Sendable {
  /// The known words, in order.
  public let known: [String]
  /// The unknown words, in order, each once.
  public let unknown: [String]

  /// Tells the words of a sentence apart; punctuation marks count only if there is nothing else.
  public init(words: [String], isKnown: (String) -> Bool) {
    let plain = words.filter(Self.hasLetterOrDigit)
    var (known, unknown) = ([String](), [String]())
    for word in plain.isEmpty ? words : plain {
      if isKnown(word) { known.append(word) } else { unknown.append(word) }
    }
    self.known = known
    self.unknown = unknown.distinctByBytes()
  }

  /// Whether there are words, and the model knows none of them.
  public var isNothingKnown: Bool { known.isEmpty && !unknown.isEmpty }

  private static func hasLetterOrDigit(_ word: String) -> Bool {
    word.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }
}
