import Classification
import EmbeddingEvaluation
import TensorKit
import TestSupport
import Testing

@Suite("Classification probe")
struct ClassificationTests {
  private struct Case: Decodable {
    let name: String
    let classes: Int
    let dimension: Int
    let vectors: [Float]
    let labels: [Int]
    let inverseRegularization: Double
    let coefficients: [Double]
    let intercepts: [Double]
    let folds: [Int]
    let predictions: [Int]
    let crossValidatedAccuracy: Double

    var matrix: Matrix {
      Matrix(rows: labels.count, columns: dimension, values: vectors)
    }
  }

  private let pool = WorkerPool(threads: 2)

  @Test("The coefficients are those of scikit-learn")
  func coefficients() throws {
    let cases: [Case] = try GoldenFile.decode("classification.json")
    for one in cases {
      let model = LogisticRegression(
        fitting: one.matrix, labels: one.labels, classes: one.classes,
        inverseRegularization: one.inverseRegularization, tolerance: 1e-9, iterationLimit: 1_000)
      let width = one.dimension + 1
      for (row, intercept) in one.intercepts.enumerated() {
        for i in 0..<one.dimension {
          let expected = one.coefficients[row * one.dimension + i]
          #expect(abs(model.weights[row * width + i] - expected) < 1e-5, "\(one.name)")
        }
        // Only differences between intercepts of several classes are determined by the data.
        let shift = model.weights[one.dimension] - one.intercepts[0]
        let free = one.classes > 2 ? shift : 0
        #expect(
          abs(model.weights[row * width + one.dimension] - free - intercept) < 1e-4, "\(one.name)")
      }
      #expect(model.iterations < 1_000)
    }
  }

  @Test("With the same folds every prediction is that of scikit-learn")
  func sameFolds() throws {
    let cases: [Case] = try GoldenFile.decode("classification.json")
    for one in cases {
      let predictions = ClassificationProbe(inverseRegularization: 1).crossValidatedPredictions(
        vectors: one.matrix, labels: one.labels, classes: one.classes, assignment: one.folds,
        pool: pool)
      #expect(predictions == one.predictions, "\(one.name)")
    }
  }

  @Test("With folds of our own the accuracy over many splits is within a point of scikit-learn's")
  func crossValidation() throws {
    let cases: [Case] = try GoldenFile.decode("classification.json")
    for one in cases {
      // Which examples meet in a fold is chance, and worth points in a single split.
      var right = 0
      for seed in 1...20 {
        let predictions = ClassificationProbe(inverseRegularization: 1, seed: UInt64(seed))
          .crossValidatedPredictions(
            vectors: one.matrix, labels: one.labels, classes: one.classes, pool: pool)
        right += zip(predictions, one.labels).count { $0 == $1 }
      }
      let accuracy = Double(right) / Double(20 * one.labels.count)
      #expect(abs(accuracy - one.crossValidatedAccuracy) < 0.01, "\(one.name) \(accuracy)")
    }
  }

  @Test("Probabilities sum to one and agree with the prediction")
  func probabilities() throws {
    let cases: [Case] = try GoldenFile.decode("classification.json")
    for one in cases {
      let model = LogisticRegression(
        fitting: one.matrix, labels: one.labels, classes: one.classes)
      let predictions = model.predictions(for: one.matrix)
      for row in 0..<20 {
        let probabilities = model.probabilities(of: one.matrix, row: row)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        #expect(probabilities.max() == probabilities[predictions[row]])
      }
    }
  }

  @Test("Classes that lie apart are learned from a training part, whatever the scale")
  func separate() {
    let training = Matrix(
      rows: 6, columns: 2, values: [0, 1e-4, 1, 0, 0, 9e-5, 2, 0, 0, 1.1e-4, 3, 1e-5])
    let held = Matrix(rows: 2, columns: 2, values: [0, 1e-4, 2, 0])
    let found = ClassificationProbe().predictions(
      for: held, trainedOn: training, labels: [1, 0, 1, 0, 1, 0], classes: 2)
    #expect(found == [1, 0])
  }

  @Test(
    "The penalty is chosen by the training part: strong where components are many and mean nothing")
  func penalty() {
    // One component tells the classes in nine of ten, and two hundred are noise.
    func examples(_ count: Int, _ seed: UInt64) -> (Matrix, [Int]) {
      var random = RandomStream(seed: seed, purpose: .testData)
      let matrix = Matrix(rows: count, columns: 201)
      let labels = (0..<count).map { $0 % 2 }
      for row in 0..<count {
        for column in 1...200 { matrix[row, column] = random.normal() }
        let isTelling = random.uniform() < 0.9
        matrix[row, 0] = (labels[row] == 1) == isTelling ? 1 : -1
      }
      return (matrix, labels)
    }
    let ((training, labels), (held, truth)) = (examples(300, 1), examples(1_000, 2))
    func accuracy(_ c: Double?) -> Double {
      let found = ClassificationProbe(inverseRegularization: c).predictions(
        for: held, trainedOn: training, labels: labels, classes: 2)
      return Double(zip(found, truth).count { $0 == $1 }) / 1_000
    }
    let chosen = accuracy(nil)
    #expect(ClassificationProbe.candidates.map(accuracy).contains(chosen))
    #expect(chosen > accuracy(1) + 0.05)
  }

  @Test("The threads do not show")
  func deterministic() throws {
    let cases: [Case] = try GoldenFile.decode("classification.json")
    let one = try #require(cases.last)
    let probe = ClassificationProbe(folds: 4)
    let serial = probe.crossValidatedPredictions(
      vectors: one.matrix, labels: one.labels, classes: one.classes, pool: WorkerPool(threads: 1))
    let parallel = probe.crossValidatedPredictions(
      vectors: one.matrix, labels: one.labels, classes: one.classes, pool: WorkerPool(threads: 3))
    #expect(serial == parallel)
  }
}
