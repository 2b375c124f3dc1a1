/// Two vectors of a set and their cosine.
public struct SimilarPair: Codable, Hashable, Sendable {
  /// The row of one vector, counted from 0.
  public let first: Int
  /// The row of the other, above `first`.
  public let second: Int
  /// Their cosine.
  public let score: Float

  /// A pair of rows.
  public init(first: Int, second: Int, score: Float) {
    (self.first, self.second, self.score) = (first, second, score)
  }
}
