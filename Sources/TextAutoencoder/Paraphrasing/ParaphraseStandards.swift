/// What a sentence needs to be shown as a paraphrase.
///
/// Whatever they are, numbers, persons, denials and questions must be the same, quotation marks and brackets
/// must have their partners, and no color, day or month may be new.
public struct ParaphraseStandards: Sendable, Equatable {
  /// The least cosine with the sentence.
  public var leastSimilarity = 0.88
  /// By how much a word may be less likely than a word of the sentence, in nats, in the mean.
  public var mostUnlikely = 0.5
  /// The largest share of the sentence's words, small ones aside, that it may leave out without a word like
  /// them.
  public var mostLostWords = 0.26
  /// How many words it may have, small ones aside, that are like none of the sentence.
  ///
  /// Only words are counted that the word vectors know; without word vectors none is.
  public var mostInventedWords = 0
  /// The largest share of the sentence's words that it may have too.
  public var mostSharedWords = 0.8
  /// Its length, divided by that of the sentence, in words and marks.
  public var lengths = 0.7...1.6

  /// The defaults.
  public init() {}
}
