/// Two texts and how similar people found them.
public struct ScoredPair: Hashable, Sendable {
  /// The first sentence or word.
  public let first: String
  /// The second sentence or word.
  public let second: String
  /// Larger for more similar; 1 in retrieval, where files give no score.
  public let score: Double

  /// A pair from its parts.
  public init(first: String, second: String, score: Double) {
    self.first = first
    self.second = second
    self.score = score
  }
}
