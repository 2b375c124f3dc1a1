/// Another way to say a sentence, written by a decoder or found with the help of a text.
public struct Paraphrase: Sendable, Equatable {
  /// How the paraphrase was found.
  public enum Origin: String, Sendable, CaseIterable {
    /// One of the best sentences of a beam.
    case beam
    /// Randomly sampled tokens.
    case sampling
    /// The most likely sentence of a vector with noise added.
    case noise
    /// A sentence of the text that is like it.
    case neighbor
    /// A sentence of the text, changed toward it.
    case edit
    /// The sentence with words or phrases exchanged.
    case exchange

    /// Those that the decoder finds.
    package static let decoded = [beam, sampling, noise]
  }

  /// The text.
  public let text: String
  /// The cosine of the vectors of the paraphrase and of the original sentence, −1 to 1.
  public let similarity: Double
  /// The word edit distance divided by the length of the longer sentence, 0 to 1.
  public let changedWords: Double
  /// By how much its words are likelier than those of the sentence, in nats a word, by a language model of
  /// some text; nil without one.
  public let fluency: Double?
  /// How it was found first; several ways may lead to the same paraphrase.
  public let origin: Origin

  package init(
    text: String, similarity: Double, changedWords: Double, fluency: Double? = nil, origin: Origin
  ) {
    self.text = text
    self.similarity = similarity
    self.changedWords = changedWords
    self.fluency = fluency
    self.origin = origin
  }
}

/// How paraphrases are generated.
public struct ParaphraseOptions: Sendable, Equatable {
  /// The maximum number of paraphrases to return.
  public var count = 5
  /// The width of the beam; 0 for none.
  public var beam = 8
  /// The number of sentences sampled token by token.
  public var samples = 16
  /// The temperature of the sampled sentences.
  public var temperature: Float = 1
  /// The nucleus of the sampled sentences: the smallest set of likeliest tokens with this
  /// probability.
  public var topP: Float = 0.95
  /// The number of vectors with noise added.
  public var moves = 32
  /// The largest distance of those vectors, as a fraction of the length of the sentence's vector.
  public var distance: Float = 0.6
  /// The seed of all random numbers.
  public var seed: UInt64 = 1

  /// The defaults, which suit a model that reconstructs most sentences exactly.
  public init() {}
}
