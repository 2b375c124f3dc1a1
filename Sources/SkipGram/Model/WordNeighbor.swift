import TensorKit

/// A word near another, or near a point.
public struct WordNeighbor: Hashable, Sendable {
  /// The word.
  public let word: String
  /// Its row in the model, and its score.
  public let neighbor: Neighbor

  /// The cosine, or for `AnalogyMethod.multiplication` the quotient of cosines.
  public var score: Float { neighbor.score }
}
