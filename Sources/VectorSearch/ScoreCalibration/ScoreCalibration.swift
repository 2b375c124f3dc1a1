import TensorKit

/// What the scores of an index mean, compared with the scores of random pairs of its vectors.
///
/// Whether a cosine of 0.62 is near depends on the model: all its vectors may lie in a narrow cone.
/// The percentile among random pairs of the index's own vectors tells for every model and metric.
///
///     let calibration = ScoreCalibration(of: index)
///     let neighbor = try index.search(queries: query, count: 1, pool: pool)[0][0]
///     print(neighbor.score, calibration?.percentile(of: neighbor.score) ?? 0)  // 0.62 99.98
public struct ScoreCalibration: Sendable {
  /// How vectors are compared.
  public let metric: Metric
  /// The scores of the pairs, lowest first.
  public let scores: [Float]

  /// Scores pairs of different vectors of an index; nil if it has fewer than two.
  ///
  /// If there are at most `pairs` pairs, each is taken once; else that many are drawn at random,
  /// determined by `seed` alone. Each costs the reading of two vectors, whatever the index's size.
  public init?(of index: some VectorIndex, pairs: Int = 20_000, seed: UInt64 = 1) {
    precondition(pairs > 0, "\(pairs) pairs")
    guard index.count >= 2 else { return nil }
    var found: [Float] = []
    found.reserveCapacity(pairs)
    Self.forEachPair(of: index.count, atMost: pairs, seed: seed) {
      found.append(index.score(between: $0, and: $1))
    }
    metric = index.metric
    scores = found.sorted()
  }

  /// The percentage of pairs that are less near than `score`, 0 to 100; ties count half.
  ///
  /// For a distance, those are the pairs that are farther apart. 100 means nearer than every pair.
  /// The smallest step is 50 / `scores.count`.
  ///
  /// - Complexity: O(log n) in the number of pairs.
  public func percentile(of score: Float) -> Double {
    let below = firstIndex { $0 >= score }
    let upToEqual = firstIndex { $0 > score }
    // Twice the number, so that halves remain integers.
    let ascending = below + upToEqual
    let lessNear = metric.isHigherNearer ? ascending : 2 * scores.count - ascending
    return 50 * Double(lessNear) / Double(scores.count)
  }

  /// Where the scores begin that fulfill a condition.
  private func firstIndex(where isBehind: (Float) -> Bool) -> Int {
    var range = 0..<scores.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        isBehind(scores[middle])
        ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }

  private static func forEachPair(
    of count: Int, atMost limit: Int, seed: UInt64, _ body: (Int, Int) -> Void
  ) {
    // True if n (n − 1) / 2 does not exceed the limit; this comparison cannot overflow.
    if (count - 1) <= 2 * limit / count {
      for second in 1..<count { for first in 0..<second { body(first, second) } }
      return
    }
    var random = RandomStream(seed: seed, purpose: .bootstrap, item: 1)
    // An index may have more vectors than 32 bits can count.
    func below(_ bound: Int) -> Int {
      Int(random.next().multipliedFullWidth(by: UInt64(bound)).high)
    }
    for _ in 0..<limit {
      let first = below(count)
      body(first, (first + 1 + below(count - 1)) % count)
    }
  }
}
