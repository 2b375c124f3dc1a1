import TensorKit

/// How much better one embedder does than another on the same examples, with a confidence interval.
///
/// Both are scored on the same resamples, so that what makes an example easy or hard for both
/// cancels out; the interval of the difference is far narrower than the two of the figures.
public struct PairedDifference: Codable, Hashable, Sendable {
  /// The first figure less the second.
  public let difference: Double
  /// The range that contains the difference.
  public let interval: ConfidenceInterval?
  /// The share of resamples in which the first figure is larger.
  public let probabilityFirstIsLarger: Double

  /// The difference in Spearman's ρ of two series of `predictions` against the same `gold` scores.
  ///
  /// Nil for series with values that are not finite.
  public static func spearman(
    _ first: [Double], _ second: [Double], gold: [Double], bootstrap: Bootstrap, pool: WorkerPool
  ) -> PairedDifference? {
    let series = [first, second, gold]
    precondition(
      series.allSatisfy { $0.count == gold.count },
      "\(first.count) and \(second.count) predictions for \(gold.count) scores")
    guard !gold.isEmpty, series.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let difference = Correlation.spearman(first, gold) - Correlation.spearman(second, gold)
    guard difference.isFinite else { return nil }
    let (one, other) = (ResampledCorrelation(first, gold), ResampledCorrelation(second, gold))
    return make(difference, count: gold.count, bootstrap: bootstrap, pool: pool) { counts in
      one.spearman(counts: counts) - other.spearman(counts: counts)
    }
  }

  /// The difference in the mean score per example: 1 for right, 0 for wrong, or a reciprocal rank.
  public static func mean(
    _ first: [Double], _ second: [Double], bootstrap: Bootstrap, pool: WorkerPool
  ) -> PairedDifference? {
    precondition(first.count == second.count, "\(first.count) scores against \(second.count)")
    guard !first.isEmpty else { return nil }
    let changes = zip(first, second).map { $0 - $1 }
    let difference = changes.reduce(0, +) / Double(changes.count)
    return make(difference, count: changes.count, bootstrap: bootstrap, pool: pool) { counts in
      weightedMean(changes, counts: counts)
    }
  }

  private static func make(
    _ difference: Double, count: Int, bootstrap: Bootstrap, pool: WorkerPool,
    statistic: @Sendable ([Int]) -> Double
  ) -> PairedDifference {
    let values = bootstrap.values(count: count, pool: pool, statistic: statistic)
      .filter(\.isFinite)
    let larger = values.count { $0 > 0 }
    return PairedDifference(
      difference: difference, interval: bootstrap.interval(of: values),
      probabilityFirstIsLarger: values.isEmpty ? .nan : Double(larger) / Double(values.count))
  }
}

/// The mean of `values`, each counted as often as `counts` says.
func weightedMean(_ values: [Double], counts: [Int]) -> Double {
  var (sum, total) = (0.0, 0)
  for i in values.indices {
    sum += values[i] * Double(counts[i])
    total += counts[i]
  }
  return sum / Double(total)
}
