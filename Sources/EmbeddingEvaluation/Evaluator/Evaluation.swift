import TensorKit

/// The figures of one file and the contribution of every example, so that two can be compared.
public struct Evaluation: Sendable {
  /// The figures.
  public let result: EvaluationResult
  /// What each example contributes: a similarity, a reciprocal rank, or 1 for right, 0 for wrong.
  public let examples: [Double]
  /// The scores that the similarities are correlated with, for pairs.
  public let gold: [Double]?

  /// How much better this is than `other` on the same file; nil if they cannot be compared.
  ///
  /// The difference is that of Spearman's ρ for pairs, else of the mean contribution.
  public func difference(
    from other: Evaluation, bootstrap: Bootstrap, pool: WorkerPool
  ) -> PairedDifference? {
    guard examples.count == other.examples.count, gold == other.gold, !examples.isEmpty else {
      return nil
    }
    if let gold {
      return .spearman(examples, other.examples, gold: gold, bootstrap: bootstrap, pool: pool)
    }
    return .mean(examples, other.examples, bootstrap: bootstrap, pool: pool)
  }
}
