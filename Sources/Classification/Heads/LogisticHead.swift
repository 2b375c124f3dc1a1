import FileFormats
import Foundation
import TensorKit

/// A linear layer and a softmax: multinomial logistic regression.
///
/// Vectors are scaled to zero mean and unit variance while it is fitted; the weights that are kept
/// include the scaling.
public struct LogisticHead: ClassifierHead {
  /// `logistic`.
  public static let name = "logistic"
  /// One sentence for a help text.
  public static let help =
    "Logistic regression, with the penalty that is best on a held-out tenth."

  /// `[classes × features]`.
  public let weights: Matrix
  /// `[classes]`.
  public let intercepts: [Float]
  /// C of the fit; nil for weights of another origin.
  public let inverseRegularization: Double?

  /// The penalties to choose from, the strongest first.
  private static func candidates(_ features: FeatureMatrix) -> [Double] {
    switch features {
    case .dense: [1e-4, 1e-3, 1e-2, 0.1, 1]
    case .sparse: [0.1, 1, 10, 100, 1_000]
    }
  }

  /// A head of given weights.
  public init(weights: Matrix, intercepts: [Float], inverseRegularization: Double? = nil) {
    precondition(
      weights.rows == intercepts.count, "\(weights.rows) rows, \(intercepts.count) intercepts")
    self.weights = weights
    self.intercepts = intercepts
    self.inverseRegularization = inverseRegularization
  }

  /// Chooses the penalty on a tenth of the examples, and then fits to all of them.
  public static func fit(
    _ examples: LabeledFeatures, _ options: HeadOptions, pool: WorkerPool
  ) throws -> LogisticHead {
    var scaler: StandardScaler?
    var examples = examples
    if case .dense(let vectors) = examples.features {
      let fitted = StandardScaler(fitting: vectors)
      examples = LabeledFeatures(
        .dense(fitted.applied(to: vectors)), labels: examples.labels, classes: examples.classes)
      scaler = fitted
    }
    let candidates = candidates(examples.features)
    let total = candidates.count + 1
    var (best, start): (Double?, LogisticRegression?) = (options.inverseRegularization, nil)
    if best == nil {
      (best, start) = try choose(candidates, examples, options, pool) {
        try options.progress($0, total)
      }
    }
    let penalty = best ?? 1
    try options.progress(total - 1, total)
    let fitted = LogisticRegression(
      fitting: examples.features, labels: examples.labels, classes: examples.classes,
      inverseRegularization: penalty, iterationLimit: 500, start: start, pool: pool)
    try options.progress(total, total)
    return LogisticHead(fitted, scaler, inverseRegularization: penalty)
  }

  /// The penalty with the most right answers on the held-out part; of equals, that with the smaller
  /// loss.
  private static func choose(
    _ candidates: [Double], _ examples: LabeledFeatures, _ options: HeadOptions, _ pool: WorkerPool,
    progress: (Int) throws -> Void
  ) throws -> (Double?, LogisticRegression?) {
    let (training, held) = examples.split(seed: options.seed)
    var best: (c: Double, right: Int, loss: Double, model: LogisticRegression)?
    var last: LogisticRegression?
    for (number, candidate) in candidates.enumerated() {
      try progress(number)
      let model = LogisticRegression(
        fitting: training.features, labels: training.labels, classes: training.classes,
        inverseRegularization: candidate, tolerance: 1e-3, start: last, pool: pool)
      last = model
      let probabilities = LogisticHead(model, nil, inverseRegularization: candidate)
        .probabilities(of: held.features)
      let right = zip(probabilities, held.labels).count { $0.largestIndex == $1 }
      let loss = zip(probabilities, held.labels).reduce(0.0) { $0 - log(max(1e-300, $1.0[$1.1])) }
      if best.map({ (right, -loss) > ($0.right, -$0.loss) }) ?? true {
        best = (candidate, right, loss, model)
      }
    }
    return (best?.c, best?.model)
  }

  /// The weights of a regression on scaled vectors, as those of the vectors themselves.
  private init(
    _ model: LogisticRegression, _ scaler: StandardScaler?, inverseRegularization: Double
  ) {
    let (width, size) = (model.dimension + 1, model.dimension)
    let isBinary = model.classes == 2
    weights = Matrix(rows: model.classes, columns: size)
    var intercepts = [Float](repeating: 0, count: model.classes)
    for row in 0..<model.weights.count / width {
      // Two classes share one row of weights, that of the second.
      let target = isBinary ? 1 : row
      var intercept = model.weights[row * width + size]
      for column in 0..<size {
        let weight = model.weights[row * width + column] * (scaler?.scale[column] ?? 1)
        intercept -= weight * (scaler?.mean[column] ?? 0)
        weights[target, column] = Float(weight)
      }
      intercepts[target] = Float(intercept)
    }
    self.intercepts = intercepts
    self.inverseRegularization = inverseRegularization
  }

  /// The weights and the intercepts.
  public var tensors: [(name: String, shape: [Int], values: [Float])] {
    [
      ("weight", [weights.rows, weights.columns], weights.values),
      ("bias", [intercepts.count], intercepts),
    ]
  }

  /// Reads a head.
  public init(
    contentsOf file: SafetensorsFile, features: Int, classes: Int
  ) throws(FileError) {
    self.init(
      weights: Matrix(
        rows: classes, columns: features,
        values: try file.floats("weight", shape: [classes, features], requireFinite: true)),
      intercepts: try file.floats("bias", shape: [classes], requireFinite: true))
  }

  /// The probability of every class: `[rows × classes]`.
  public func probabilities(of features: FeatureMatrix) -> [[Double]] {
    precondition(
      features.columns == weights.columns, "\(features.columns) features, not \(weights.columns)")
    return (0..<features.rows).map { row in
      var logits = intercepts.map(Double.init)
      switch features {
      case .dense(let vectors):
        vectors.withRow(row) { vector in
          for index in logits.indices {
            weights.withRow(index) { weight in
              for i in vector.indices { logits[index] += Double(vector[i]) * Double(weight[i]) }
            }
          }
        }
      case .sparse(let rows):
        for (column, value) in rows.row(row) {
          for index in logits.indices {
            logits[index] += Double(value) * Double(weights[index, Int(column)])
          }
        }
      }
      return logits.softmax
    }
  }
}

extension [Double] {
  /// e to each of these numbers, divided by the sum of all.
  var softmax: [Double] {
    let peak = self.max() ?? 0
    let terms = map { exp($0 - peak) }
    let sum = terms.reduce(0, +)
    return terms.map { $0 / sum }
  }

  /// The index of the largest number; the lowest of equals.
  var largestIndex: Int {
    var best = 0
    for index in indices where self[index] > self[best] { best = index }
    return best
  }
}
