import Classification
import TensorKit

/// How well a linear classifier predicts classes from frozen vectors.
///
/// Every component is scaled to zero mean and unit variance on the training part, so that embedders
/// whose vectors differ in length compete on equal terms; then a logistic regression is fitted. The
/// best penalty depends on the number of components; it is chosen on the training part alone, as in
/// SentEval (Conneau and Kiela 2018).
public struct ClassificationProbe: Sendable {
  /// The number of parts of the examples; each is held out once, as in SentEval.
  public var folds: Int
  /// C of the logistic regression; nil to choose the best of `candidates`.
  public var inverseRegularization: Double?
  /// The values that C is chosen from, the strongest penalty first.
  public static let candidates = [0.001, 0.01, 0.1, 1]
  /// What the split depends on.
  public var seed: UInt64

  /// A probe; `folds` is at least 2.
  public init(folds: Int = 10, inverseRegularization: Double? = nil, seed: UInt64 = 1) {
    precondition(folds >= 2, "\(folds) folds")
    self.folds = folds
    self.inverseRegularization = inverseRegularization
    self.seed = seed
  }

  /// Predicts the class of every example from the folds without it.
  ///
  /// Classes are spread evenly over the folds. Folds are fitted in parallel, each on one thread.
  public func crossValidatedPredictions(
    vectors: Matrix, labels: [Int], classes: Int, pool: WorkerPool
  ) -> [Int] {
    crossValidatedPredictions(
      vectors: vectors, labels: labels, classes: classes,
      assignment: StratifiedFolds.assign(labels, classes: classes, count: folds, seed: seed),
      pool: pool)
  }

  /// The same with given folds: `assignment` has a fold below `folds` for every example.
  public func crossValidatedPredictions(
    vectors: Matrix, labels: [Int], classes: Int, assignment: [Int], pool: WorkerPool
  ) -> [Int] {
    precondition(
      assignment.count == labels.count && assignment.allSatisfy { (0..<folds).contains($0) },
      "\(assignment.count) examples in \(folds) folds, \(labels.count) labels")
    let results = ResultSlots(count: folds, initial: [Int]())
    pool.run(folds) { fold in
      let training = labels.indices.filter { assignment[$0] != fold }
      let held = labels.indices.filter { assignment[$0] == fold }
      results.set(
        fold,
        self.predictions(
          for: vectors.rows(at: held), trainedOn: vectors.rows(at: training),
          labels: training.map { labels[$0] }, classes: classes))
    }
    var predictions = [Int](repeating: 0, count: labels.count)
    for (fold, values) in results.values.enumerated() {
      let held = labels.indices.filter { assignment[$0] == fold }
      for (index, value) in zip(held, values) { predictions[index] = value }
    }
    return predictions
  }

  /// The class of every row of `vectors`, learned from `training` and its `labels`.
  public func predictions(
    for vectors: Matrix, trainedOn training: Matrix, labels: [Int], classes: Int
  ) -> [Int] {
    guard training.rows > 0 else { return [Int](repeating: 0, count: vectors.rows) }
    let scaler = StandardScaler(fitting: training)
    let scaled = scaler.applied(to: training)
    let model = LogisticRegression(
      fitting: scaled, labels: labels, classes: classes,
      inverseRegularization: inverseRegularization ?? choose(scaled, labels, classes))
    return model.predictions(for: scaler.applied(to: vectors))
  }

  /// The candidate that predicts a fifth of the examples best from the others; the first of equals.
  private func choose(_ vectors: Matrix, _ labels: [Int], _ classes: Int) -> Double {
    let folds = StratifiedFolds.assign(labels, classes: classes, count: 5, seed: seed)
    let rest = labels.indices.filter { folds[$0] != 0 }
    let held = labels.indices.filter { folds[$0] == 0 }
    let (training, test) = (vectors.rows(at: rest), vectors.rows(at: held))
    var best = (c: Self.candidates[0], right: -1)
    for candidate in Self.candidates where !rest.isEmpty {
      let model = LogisticRegression(
        fitting: training, labels: rest.map { labels[$0] }, classes: classes,
        inverseRegularization: candidate)
      let right = zip(model.predictions(for: test), held).count { $0 == labels[$1] }
      if right > best.right { best = (candidate, right) }
    }
    return best.c
  }
}
