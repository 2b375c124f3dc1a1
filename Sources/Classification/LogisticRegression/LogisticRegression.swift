import Foundation
import TensorKit

/// Multinomial logistic regression with an L2 penalty on everything but the intercepts.
///
/// Minimizes Σ cross-entropy + ‖W‖² / (2 C) like scikit-learn's `LogisticRegression`, by L-BFGS in
/// double precision. Two classes share one row of weights, as they do there. The result depends only
/// on the data and their order.
public struct LogisticRegression: Sendable {
  /// Components of a vector.
  public let dimension: Int
  /// The number of classes.
  public let classes: Int
  /// The weights and, last in each row, the intercept: `[rows × (dimension + 1)]`, where `rows` is
  /// the number of classes, or 1 for two classes.
  public private(set) var weights: [Double]
  /// The number of steps of the fit.
  public let iterations: Int

  /// Fits a classifier to vectors.
  ///
  /// - Parameters:
  ///   - vectors: `[examples × dimension]`.
  ///   - labels: a class below `classes` for every example.
  ///   - classes: at least 2.
  ///   - inverseRegularization: C, larger for a weaker penalty.
  ///   - tolerance: the fit ends when no component of the mean gradient is larger.
  ///   - iterationLimit: the fit ends after this many steps at the latest.
  public init(
    fitting vectors: Matrix, labels: [Int], classes: Int, inverseRegularization: Double = 1,
    tolerance: Double = 1e-4, iterationLimit: Int = 200
  ) {
    self.init(
      fitting: .dense(vectors), labels: labels, classes: classes,
      inverseRegularization: inverseRegularization, tolerance: tolerance,
      iterationLimit: iterationLimit, pool: nil)
  }

  /// Fits a classifier to dense or sparse features, with the parameters of the other initializer.
  ///
  /// - Parameters:
  ///   - features: `[examples × dimension]`.
  ///   - labels: a class below `classes` for every example.
  ///   - classes: at least 2.
  ///   - inverseRegularization: C, larger for a weaker penalty.
  ///   - tolerance: the fit ends when no component of the mean gradient is larger.
  ///   - iterationLimit: the fit ends after this many steps at the latest.
  ///   - start: a fit to the same number of features and classes to begin with; nil for zeros.
  ///   - pool: the threads to use; nil for one. The result does not depend on them.
  public init(
    fitting features: FeatureMatrix, labels: [Int], classes: Int,
    inverseRegularization: Double = 1, tolerance: Double = 1e-4, iterationLimit: Int = 200,
    start: LogisticRegression? = nil, pool: WorkerPool?
  ) {
    precondition(classes >= 2, "\(classes) classes cannot be told apart")
    precondition(features.rows == labels.count, "\(labels.count) labels, \(features.rows) rows")
    precondition(inverseRegularization > 0, "C is \(inverseRegularization)")
    precondition(
      labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label is outside of 0 ..< \(classes)")
    dimension = features.columns
    self.classes = classes
    let objective = SoftmaxObjective(
      features: features, labels: labels, classes: classes,
      penalty: 1 / (inverseRegularization * Double(max(1, labels.count))), pool: pool)
    let zeros = [Double](repeating: 0, count: objective.parameters)
    let first = start?.weights ?? zeros
    precondition(first.count == zeros.count, "\(first.count) weights for \(zeros.count)")
    let minimum = LBFGS(tolerance: tolerance, iterationLimit: iterationLimit)
      .minimize(from: first) { objective.evaluate($0, gradient: &$1) }
    weights = minimum.point
    iterations = minimum.iterations
  }

  /// The most probable class of every row of `vectors`; the lowest of equals.
  public func predictions(for vectors: Matrix) -> [Int] {
    precondition(vectors.columns == dimension, "\(vectors.columns) components, not \(dimension)")
    return (0..<vectors.rows).map { row in
      let logits = logits(of: vectors, row: row)
      if logits.count == 1 { return logits[0] > 0 ? 1 : 0 }
      var best = 0
      for index in logits.indices where logits[index] > logits[best] { best = index }
      return best
    }
  }

  /// The probability of every class, `[classes]`, for one row of `vectors`.
  public func probabilities(of vectors: Matrix, row: Int) -> [Double] {
    let logits = logits(of: vectors, row: row)
    if logits.count == 1 {
      let second = 1 / (1 + exp(-logits[0]))
      return [1 - second, second]
    }
    let peak = logits.max() ?? 0
    let terms = logits.map { exp($0 - peak) }
    let sum = terms.reduce(0, +)
    return terms.map { $0 / sum }
  }

  private func logits(of vectors: Matrix, row: Int) -> [Double] {
    vectors.withRow(row) { vector in
      stride(from: 0, to: weights.count, by: dimension + 1).map { start in
        var sum = weights[start + dimension]
        for i in vector.indices { sum += weights[start + i] * Double(vector[i]) }
        return sum
      }
    }
  }
}
