/// A vector found near a query.
public struct Neighbor: Hashable, Sendable {
  /// The row of the vector, counted from 0.
  public let id: Int
  /// The score of the vector and the query by the metric of the search.
  public let score: Float

  /// Pairs a row with its score.
  public init(id: Int, score: Float) {
    self.id = id
    self.score = score
  }
}
