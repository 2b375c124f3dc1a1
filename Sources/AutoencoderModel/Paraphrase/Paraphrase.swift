/// Another wording of a sentence, decoded from near its vector.
public struct Paraphrase: Sendable, Equatable {
  /// How the wording was found.
  public enum Origin: String, Sendable, CaseIterable {
    /// One of the best sentences of a beam.
    case beam
    /// Tokens drawn by chance.
    case sampling
    /// The likeliest sentence of a vector a little way off.
    case noise
  }

  /// The text.
  public let text: String
  /// The cosine of the vectors of this text and of the sentence it rewords, −1 to 1.
  public let similarity: Double
  /// The share of words that differ: edits between the two over the words of the longer, 0 to 1.
  public let changedWords: Double
  /// How it was found first; a wording may be found in several ways.
  public let origin: Origin
}

/// How wordings are looked for.
public struct ParaphraseOptions: Sendable, Equatable {
  /// Most wordings that are given.
  public var count = 5
  /// The width of the beam; 0 for none.
  public var beam = 8
  /// Sentences drawn token by token.
  public var samples = 16
  /// The temperature of those draws.
  public var temperature: Float = 1
  /// The nucleus of those draws: the smallest set of likeliest tokens with this probability.
  public var topP: Float = 0.95
  /// Vectors moved away from the sentence's own.
  public var moves = 32
  /// How far the farthest are moved, as a share of the vector's length.
  public var distance: Float = 0.6
  /// What every random number derives from.
  public var seed: UInt64 = 1

  /// The defaults, which suit a model that gives most sentences back.
  public init() {}
}
