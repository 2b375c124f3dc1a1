/// How many neighbors a search looks for, and how hard.
public struct SearchOptions: Sendable {
  /// The most neighbors of a query.
  public var count: Int
  /// How many candidates are looked at where not every vector is: more are slower and find more of
  /// the true neighbors. Never fewer than `count`. Nil for the default of the index.
  public var effort: Int?
  /// The least near score that is wanted: a lower bound of cosines and products, an upper one of
  /// distances. Nil for any.
  public var threshold: Float?
  /// The ids of the vectors that may be found; nil for all.
  public var ids: Set<Int>?

  /// Makes options.
  public init(
    count: Int = 10, effort: Int? = nil, threshold: Float? = nil, ids: Set<Int>? = nil
  ) {
    precondition(count >= 0, "\(count) neighbors")
    self.count = count
    self.effort = effort
    self.threshold = threshold
    self.ids = ids
  }
}
