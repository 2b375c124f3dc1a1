import TensorKit

/// A sentence found near a query.
public struct SentenceNeighbor: Hashable, Sendable {
  /// The sentence.
  public let sentence: String
  /// Its number in the index, counted from 0, and its score.
  public let neighbor: Neighbor

  /// The cosine of its vector and the query's, −1 to 1.
  public var score: Float { neighbor.score }
}
