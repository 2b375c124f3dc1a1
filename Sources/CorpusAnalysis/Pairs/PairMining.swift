import DataStructures
import TensorKit

/// Finds the pairs of vectors with the highest cosines among all pairs: near-duplicates, paraphrases.
///
/// ```swift
/// let pairs = try PairMining(threshold: 0.9, limit: 1_000).pairs(of: set, pool: pool)
/// ```
/// Each pair is compared once, so it takes half the products of a search of all vectors for all.
/// The answer is exact: what rounding leaves undecided is scored again in double precision. Where
/// products of bfloat16 are faster, they decide first which pairs can be among the best. Memory
/// is that of the vectors and of a few times `limit` pairs, however many pairs there are.
public struct PairMining: Sendable {
  /// The least cosine of a pair.
  public let threshold: Double
  /// The largest number of pairs; of equal ones those of lower rows.
  public let limit: Int

  /// Whether products of bfloat16 come first; the pairs are the same.
  package var isRough = Precision.fastest == .bf16

  /// Most pieces of the set between two looks at what was found.
  private static let mostPieces = 8
  /// A rough product saves no time if more than one pair of so many has to be scored again.
  private static let worthwhile = 32
  /// So many rounds later, rough products are tried again.
  private static let retryAfter = 32

  /// A search with a threshold from −1 to 1, and a limit of at least 1.
  public init(threshold: Double, limit: Int) {
    precondition(limit > 0 && !threshold.isNaN, "\(limit) pairs above \(threshold)")
    self.threshold = threshold
    self.limit = limit
  }

  /// The best pairs, best first, equal ones by their rows.
  ///
  /// - Parameters:
  ///   - set: the vectors.
  ///   - pool: the threads to use; the result does not depend on them.
  ///   - progress: called with the vectors that were compared with all others, and all of them;
  ///     what it throws ends the search.
  /// - Returns: at most `limit` pairs.
  /// - Throws: what `progress` throws.
  public func pairs(
    of set: UnitVectorSet, pool: WorkerPool,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws -> [SimilarPair] {
    let single = BlockProducts(set, pool: pool)
    let rough = isRough ? BlockProducts(set, isRough: true, pool: pool) : nil
    let slack = 2 * set.largestError
    var found = CandidatePairs(limit: limit, slack: slack, least: Float(threshold) - slack)
    let total = set.count * max(0, set.count - 1) / 2
    var compared = 0
    // Small at first, so that there is soon a score that further pairs have to reach.
    var round = 1
    // So many rounds go without rough products.
    var singleRounds = 0
    for (number, block) in set.blocks.enumerated() {
      let first = number * UnitVectorSet.blockRows
      single.prepare(block)
      rough?.prepare(block)
      let pieces = single.pieces(from: first)
      var start = 0
      while start < pieces.count {
        let part = pieces[start..<min(pieces.count, start + round)]
        start += round
        round = min(2 * round, Self.mostPieces)
        let pairs = part.reduce(0) { $0 + Self.pairCount(first, block.rows, $1) }
        let products = singleRounds == 0 ? rough ?? single : single
        singleRounds = max(0, singleRounds - 1)
        let shares = shares(products, part, of: set, first: first, among: found)
        for share in shares { found.merge(share.candidates) }
        if shares.reduce(0, { $0 + $1.scoredAgain }) > pairs / Self.worthwhile {
          singleRounds = Self.retryAfter
        }
        compared += pairs
        try progress(compared, total)
      }
    }
    return best(of: found, in: set, pool)
  }

  /// The pairs of a block of `rows` vectors from `first` on with the vectors of a piece after them.
  private static func pairCount(_ first: Int, _ rows: Int, _ piece: Range<Int>) -> Int {
    piece.lowerBound >= first + rows
      ? rows * piece.count
      : piece.reduce(0) { $0 + min(rows, max(0, $1 - first)) }
  }

  /// What one thread finds in a piece.
  private struct Share: Sendable {
    var candidates: CandidatePairs
    /// Pairs whose rough score left open whether they are candidates.
    var scoredAgain = 0
  }

  /// What may be among the best pairs of a block of vectors from `first` on with some pieces.
  private func shares(
    _ products: BlockProducts, _ pieces: ArraySlice<Range<Int>>, of set: UnitVectorSet, first: Int,
    among earlier: CandidatePairs
  ) -> [Share] {
    let empty = Share(candidates: earlier.empty)
    let isRough = products.error > set.largestError
    let margin = isRough ? products.error : 0
    var found = [Share](repeating: empty, count: pieces.count)
    found.withUnsafeSlots { found in
      products.forEach(pieces) { number, piece, rows, scores in
        var share = found[number]
        // The only reference, so that appending copies nothing.
        found[number] = empty
        for row in rows {
          // Only vectors after this one.
          let start = max(0, first + row + 1 - piece.lowerBound)
          guard start < piece.count else { continue }
          scores.withRow(row - rows.lowerBound) { scores in
            for column in start..<piece.count
            where scores[column] >= share.candidates.least - margin {
              let (one, other) = (first + row, piece.lowerBound + column)
              var score = scores[column]
              if isRough {
                share.scoredAgain += 1
                score = Float(set.cosine(one, other))
                guard score >= share.candidates.least else { continue }
              }
              share.candidates.add(one, other, score: score)
            }
          }
        }
        found[number] = share
      }
    }
    return found
  }

  /// The best of the candidates by their exact cosines.
  private func best(
    of candidates: CandidatePairs, in set: UnitVectorSet, _ pool: WorkerPool
  ) -> [SimilarPair] {
    let pairs = candidates.pairs
    var scores = [Double](repeating: 0, count: pairs.count)
    scores.withUnsafeSlots { scores in
      pool.run(pairs.count, grain: 1_024) { part in
        for index in part { scores[index] = set.cosine(pairs[index].first, pairs[index].second) }
      }
    }
    // The number of a pair orders pairs by their first row and then by their second.
    var best = TopK<Double>(limit)
    for (pair, score) in zip(pairs, scores) where score >= threshold {
      best.insert(pair.first * set.count + pair.second, score: score)
    }
    return best.sorted.map {
      SimilarPair(first: $0.id / set.count, second: $0.id % set.count, score: Float($0.score))
    }
  }
}
