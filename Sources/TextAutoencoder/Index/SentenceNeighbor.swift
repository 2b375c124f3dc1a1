/// A sentence found near a query.
public struct SentenceNeighbor: Sendable, Equatable {
  /// The number of the sentence in the index, counted from 0.
  public let id: Int
  /// The sentence.
  public let sentence: String
  /// The cosine of its vector and the query's, −1 to 1.
  public let score: Float
}
