import TensorKit

/// A sentence found near a query.
public struct SentenceNeighbor: Hashable, Sendable {
  /// The sentence.
  public let sentence: String
  /// Its number in the index, counted from 0, and its score.
  public let neighbor: Neighbor

  /// How near it is: of a hybrid ranking the mix of two scores, else the cosine or the score of the
  /// words.
  public var score: Float { neighbor.score }
}
