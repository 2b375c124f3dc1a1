/// What a sentence needs to be shown as a paraphrase.
public struct ParaphraseStandards: Sendable, Equatable {
  /// The least cosine with the sentence.
  public var leastSimilarity = 0.88
  /// By how much a word may be less likely than a word of the sentence, in nats, in the mean.
  public var mostUnlikely = 0.3
  /// The largest share of the sentence's words, small ones aside, that it may leave out without a word like
  /// them.
  public var mostLostWords = 0.26
  /// The largest share of the sentence's words that it may have too.
  public var mostSharedWords = 0.8

  /// The defaults.
  public init() {}
}
