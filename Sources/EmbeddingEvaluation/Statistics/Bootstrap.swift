import TensorKit

/// Percentile bootstrap: how much a figure would vary with other examples.
///
/// Resamples examples with replacement and takes percentiles of the statistic (Efron and
/// Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Every resample has a random
/// stream of its own, so that the result depends on the seed alone, not on the threads.
public struct Bootstrap: Sendable {
  /// The number of resamples.
  public let resamples: Int
  /// The probability of the intervals.
  public let level: Double
  /// What the random numbers depend on.
  public let seed: UInt64

  /// A bootstrap of `resamples` draws; `level` is strictly between 0 and 1.
  public init(resamples: Int = 1_000, level: Double = 0.95, seed: UInt64 = 1) {
    precondition(resamples > 0, "\(resamples) resamples")
    precondition(level > 0 && level < 1, "a level of \(level) is not between 0 and 1")
    self.resamples = resamples
    self.level = level
    self.seed = seed
  }

  /// The interval of `statistic` over samples of `count` examples.
  ///
  /// The statistic gets the number of times that each example was drawn. Resamples for which it is
  /// undefined are left out; nil if none is left.
  public func interval(
    count: Int, pool: WorkerPool, statistic: @Sendable (_ counts: [Int]) -> Double
  ) -> ConfidenceInterval? {
    interval(of: values(count: count, pool: pool, statistic: statistic))
  }

  /// The statistic of every resample, in order.
  public func values(
    count: Int, pool: WorkerPool, statistic: @Sendable (_ counts: [Int]) -> Double
  ) -> [Double] {
    precondition(count > 0 && count <= UInt32.max, "\(count) examples cannot be resampled")
    let results = ResultSlots(count: resamples, initial: Double.nan)
    pool.run(resamples) { sample in
      results.set(sample, statistic(draw(sample: sample, count: count)))
    }
    return results.values
  }

  /// How often each of `count` examples is drawn in resample number `sample`.
  public func draw(sample: Int, count: Int) -> [Int] {
    var random = RandomStream(seed: seed, purpose: .bootstrap, step: UInt64(sample))
    var counts = [Int](repeating: 0, count: count)
    for _ in 0..<count { counts[Int(random.below(UInt32(count)))] += 1 }
    return counts
  }

  /// The interval between the percentiles of `values` that cut off (1 − level) / 2 on each side.
  public func interval(of values: [Double]) -> ConfidenceInterval? {
    let sorted = values.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    let tail = (1 - level) / 2
    return ConfidenceInterval(
      lower: percentile(tail, of: sorted), upper: percentile(1 - tail, of: sorted), level: level)
  }
}

/// The quantile of `sorted` at `fraction`, by linear interpolation as in NumPy.
func percentile(_ fraction: Double, of sorted: [Double]) -> Double {
  precondition(!sorted.isEmpty, "no values")
  let position = fraction * Double(sorted.count - 1)
  let below = Int(position.rounded(.down))
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
}
