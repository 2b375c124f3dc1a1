/// Some vectors of a set that belong together.
public struct Cluster: Codable, Hashable, Sendable {
  /// Its vectors, the most central first.
  public let members: [Int]
  /// The cosine of each with the center, in the order of `members`.
  public let scores: [Float]

  /// The vector nearest to the center.
  public var central: Int { members[0] }
}
