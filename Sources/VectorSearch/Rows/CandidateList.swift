/// The vectors that may be among the nearest of one query, by rounded scores.
///
/// Scores are known up to an error e. If s is the k-th best rounded score, every vector that is
/// among the k nearest has a rounded score of at least s − 2e. Those are kept, hardly more than k,
/// and scored again without rounding.
struct CandidateList {
  private let wanted: Int
  /// Twice the error of a score.
  private let slack: Float
  private(set) var ids: [Int] = []
  private(set) var scores: [Float] = []
  /// A vector with a lower score cannot be among the nearest.
  private(set) var threshold: Float
  /// How long the list may grow before it is pruned.
  private(set) var limit: Int

  /// An empty list; what is below `floor` is never wanted.
  init(wanted: Int, slack: Float, floor: Float = -.infinity) {
    self.wanted = wanted
    self.slack = slack
    threshold = floor
    limit = 2 * min(wanted, Self.longestStart) + 64
  }

  /// A list of everything grows from here on, so that numbers cannot overflow.
  private static let longestStart = 1 << 20

  mutating func add(_ id: Int, _ score: Float) {
    ids.append(id)
    scores.append(score)
    if ids.count >= limit { prune() }
  }

  /// Adds the candidates from another part of the vectors.
  mutating func merge(_ other: CandidateList) {
    ids += other.ids
    scores += other.scores
  }

  /// Drops what cannot be among the best k.
  mutating func prune() {
    guard wanted > 0, scores.count > wanted else {
      limit = max(limit, 2 * ids.count)
      return
    }
    threshold = max(threshold, scores.sorted(by: >)[wanted - 1] - slack)
    let kept = scores.indices.filter { scores[$0] >= threshold }
    ids = kept.map { ids[$0] }
    scores = kept.map { scores[$0] }
    // Many equal scores make a long list; it is pruned again once it has doubled.
    limit = max(limit, 2 * ids.count)
  }
}
