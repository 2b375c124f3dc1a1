/// How many tokens a corpus may add to a tokenizer that was built for other text.
public struct VocabularyGrowth: Sendable, Equatable {
  /// The largest number of new tokens.
  public var limit: Int
  /// Words that occur less often get no token.
  public var minimumCount: Int

  /// The defaults suit corpora of thousands to millions of sentences.
  public init(limit: Int = 20_000, minimumCount: Int = 3) {
    self.limit = limit
    self.minimumCount = minimumCount
  }
}
