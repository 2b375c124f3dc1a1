import TensorKit

/// How high the right answer ranks among all candidates.
public struct Retrieval: Sendable {
  /// The rank of the right candidate for every query, from 1.
  public let ranks: [Int]

  /// Ranks the candidates of every query by cosine.
  ///
  /// - Parameters:
  ///   - queries: `[queries × dimension]`.
  ///   - candidates: `[candidates × dimension]`.
  ///   - targets: the row of the right candidate for every query. Candidates with the same score
  ///     rank by their rows.
  ///   - pool: the threads to use; the ranks do not depend on them.
  public init(queries: Matrix, candidates: Matrix, targets: [Int], pool: WorkerPool) {
    precondition(queries.rows == targets.count, "\(targets.count) targets, \(queries.rows) queries")
    let results = ResultSlots(count: targets.count, initial: 0)
    CosineScan(candidates: candidates, pool: pool).forEach(of: queries) { query, scores in
      let target = targets[query]
      let score = scores[target]
      var rank = 1
      for index in scores.indices where index != target {
        if scores[index] > score || (scores[index] == score && index < target) { rank += 1 }
      }
      results.set(query, rank)
    }
    ranks = results.values
  }

  /// 1 / rank for every query; their mean is the MRR.
  public var reciprocalRanks: [Double] { ranks.map { 1 / Double($0) } }

  /// 1 for every query whose right candidate is among the first `count`, else 0.
  public func hits(within count: Int) -> [Double] { ranks.map { $0 <= count ? 1 : 0 } }
}
