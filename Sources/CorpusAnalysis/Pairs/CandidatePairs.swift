/// The pairs that may be among the best, by rounded scores.
///
/// Scores are known up to half of `slack`. If s is the k-th best rounded score, every pair among the
/// best k has a rounded score of at least s − slack. Those are kept, hardly more than k.
struct CandidatePairs: Sendable {
  private let limit: Int
  private let slack: Float
  private(set) var pairs: [SimilarPair] = []
  /// A pair with a lower score cannot be among the best.
  private(set) var least: Float
  /// The number of pairs at which those that cannot be among the best are dropped.
  private var fullCount: Int

  init(limit: Int, slack: Float, least: Float) {
    (self.limit, self.slack, self.least) = (limit, slack, least)
    fullCount = Self.fullCount(limit)
  }

  private static func fullCount(_ limit: Int) -> Int { limit + limit / 4 + 4_096 }

  /// No pairs, with the score that further ones have to reach.
  var empty: CandidatePairs { CandidatePairs(limit: limit, slack: slack, least: least) }

  mutating func add(_ first: Int, _ second: Int, score: Float) {
    pairs.append(SimilarPair(first: first, second: second, score: score))
    if pairs.count >= fullCount { prune() }
  }

  /// Adds the pairs that another part of the vectors gave.
  mutating func merge(_ other: CandidatePairs) {
    for pair in other.pairs where pair.score >= least { pairs.append(pair) }
    if pairs.count >= fullCount { prune() }
  }

  private mutating func prune() {
    let scores = pairs.map(\.score).sorted(by: >)
    least = max(least, scores[limit - 1] - slack)
    pairs.removeAll { $0.score < least }
    // Many equal scores make a long list; it is looked at again once it has grown by a quarter.
    fullCount = max(Self.fullCount(limit), pairs.count + pairs.count / 4)
  }
}
