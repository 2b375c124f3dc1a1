/// How a graph of neighbors is built (Malkov and Yashunin, HNSW, 2016).
public struct GraphParameters: Hashable, Sendable {
  /// How many links a vector gets on each level; twice as many fit on the lowest one.
  public var links: Int
  /// How many candidates the links of a vector are chosen from.
  public var effort: Int
  /// Determines levels and order; the same seed gives the same graph.
  public var seed: UInt64

  /// The bounds of `links`.
  public static let linkRange = 2...256
  /// The bounds of `effort`.
  public static let effortRange = 1...100_000

  /// Makes parameters.
  public init(links: Int = 16, effort: Int = 200, seed: UInt64 = 1) {
    precondition(Self.linkRange.contains(links), "\(links) links")
    precondition(Self.effortRange.contains(effort), "an effort of \(effort)")
    self.links = links
    self.effort = effort
    self.seed = seed
  }
}
