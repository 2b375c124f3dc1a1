import TensorKit

/// What scores all texts of an index for one query.
///
/// A ranker of vectors and one of words are mixed by a ``HybridRanker``, which knows no more of them
/// than this.
package protocol Ranker {
  /// How many texts there are.
  var count: Int { get }

  /// Texts that may have the highest scores: more of them for a higher `count`, all if that is all.
  func best(_ count: Int) throws -> Candidates

  /// The scores of some texts, in their order.
  func scores(of ids: [Int]) throws -> [Float]

  /// The `count` texts with the highest scores, best first, equal ones by lower id.
  func ranked(_ count: Int) throws -> [Neighbor]
}

/// Texts that a ranker proposes.
package struct Candidates: Equatable, Sendable {
  /// The texts, each once.
  package var ids: [Int]
  /// No other text has a higher score.
  package var bound: Float

  package init(ids: [Int], bound: Float) {
    self.ids = ids
    self.bound = bound
  }
}

/// How many texts a ranker is asked to propose.
package enum Proposals {
  /// The first number for an answer of `count` texts; four times as many follow.
  package static func first(_ count: Int) -> Int { max(64, 4 * count) }

  /// The most, unless the answer itself is longer.
  package static let limit = 1 << 14
}

extension Ranker {
  /// The `count` texts with the highest scores, best first, equal ones by lower id.
  ///
  /// The answer is complete once its last score is above what a text can have that was not proposed.
  package func ranked(_ count: Int) throws -> [Neighbor] {
    let count = min(count, self.count)
    guard count > 0 else { return [] }
    var wanted = Proposals.first(count)
    while true {
      let proposed = try best(wanted)
      let ranked = Neighbor.ranked(
        proposed.ids, scores: try scores(of: proposed.ids), count: count)
      let isComplete = ranked.count == count && ranked[count - 1].score > proposed.bound
      if isComplete || wanted >= self.count || wanted >= max(Proposals.limit, 4 * count) {
        return ranked
      }
      wanted *= 4
    }
  }
}

extension Neighbor {
  /// The `count` ids with the highest scores, best first, equal ones by lower id.
  static func ranked(_ ids: [Int], scores: [Float], count: Int) -> [Neighbor] {
    let all = zip(ids, scores).map { Neighbor(id: $0, score: $1) }
    let sorted = all.sorted { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
    return Array(sorted.prefix(count))
  }
}
