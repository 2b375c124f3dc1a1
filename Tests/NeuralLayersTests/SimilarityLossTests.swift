import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Regression of cosines on known similarities")
struct SimilarityLossTests {
  private let pool = WorkerPool(threads: 2)

  /// Symmetric numbers from −1 to 1.
  private static func targets(_ count: Int) -> Matrix {
    let targets = Matrix(rows: count, columns: count, salt: 7)
    for row in 0..<count {
      for column in 0..<row { targets[row, column] = targets[column, row] }
    }
    return targets
  }

  @Test(
    "Loss and gradient are those of the formula and of central differences",
    arguments: [1, 2, 5, 9], [1, 4, 9])
  func gradients(sentences: Int, size: Int) {
    let input = Matrix(rows: 2 * sentences, columns: size, salt: 1)
    let targets = Self.targets(2 * sentences)
    let plain = PlainSimilarity(input: Table(input), targets: Table(targets))
    let dInput = Matrix(rows: 2 * sentences, columns: size)
    let loss = SimilarityLoss(size: size).score(
      input, targets: targets, scale: 2, dInput: dInput, pool: pool)
    #expect(abs(loss / plain.loss() - 1) < 1e-5)
    let expected = centralDifferences(plain, \.input) { 2 * $0.loss() }
    let norm = expected.inner(expected).squareRoot()
    let difference = zip(dInput.values, expected.values).reduce(0.0) {
      $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
    }
    // A vector of one number has only a sign as its direction, so the gradient is zero.
    #expect(difference.squareRoot() < 1e-5 * max(norm, 1))
    #expect(norm > 0.01 || size == 1)
  }

  @Test(
    "With one view, loss and gradient are those of all pairs, and further rows get no gradient",
    arguments: [2, 3, 8])
  func oneView(sentences: Int) {
    let input = Matrix(rows: sentences, columns: 5, salt: 1)
    let targets = Self.targets(sentences)
    let plain = PlainSimilarity(input: Table(input), targets: Table(targets), hasPartners: false)
    let dInput = Matrix(rows: sentences + 2, columns: 5)
    let loss = SimilarityLoss(size: 5, views: 1).score(
      input, targets: targets, scale: 2, dInput: dInput, pool: pool)
    #expect(abs(loss / plain.loss() - 1) < 1e-5)
    let expected = centralDifferences(plain, \.input) { 2 * $0.loss() }
    for (index, value) in expected.values.enumerated() {
      #expect(abs(Double(dInput.values[index]) - value) < 1e-5)
    }
    #expect(dInput.values.suffix(10).allSatisfy { $0 == 0 })
    let alone = Matrix(rows: 1, columns: 5, salt: 1)
    #expect(
      SimilarityLoss(size: 5, views: 1).score(
        alone, targets: Self.targets(1), dInput: dInput, pool: pool) == 0)
  }

  @Test("The gradient is added to what is there, and a vector of zeros gets none")
  func accumulate() {
    let input = Matrix(rows: 6, columns: 5, salt: 1)
    input.clearRow(1)
    let (loss, targets) = (SimilarityLoss(size: 5), Self.targets(6))
    let alone = Matrix(rows: 6, columns: 5)
    let score = loss.score(input, targets: targets, dInput: alone, pool: pool)
    #expect(score.isFinite && alone.isFinite)
    #expect(alone.row(1).allSatisfy { $0 == 0 } && alone.row(4).contains { $0 != 0 })
    let sum = Matrix(rows: 6, columns: 5, salt: 2)
    var expected = Table(sum)
    for (index, value) in alone.values.enumerated() { expected.values[index] += Double(value) }
    #expect(loss.score(input, targets: targets, dInput: sum, pool: pool) == score)
    #expect(relativeError(sum, expected) < 1e-6)
    #expect(loss.score(input, targets: targets, dInput: nil, pool: pool) == score)
  }

  @Test("Vectors whose cosines are the targets have no loss")
  func perfect() {
    let input = Matrix(rows: 8, columns: 16, salt: 1)
    let plain = PlainSimilarity(input: Table(input), targets: Table(Self.targets(8)))
    let cosines = Matrix(rows: 8, columns: 8)
    for row in 0..<8 {
      for column in 0..<8 { cosines[row, column] = Float(plain.cosine(row, column)) }
    }
    let loss = SimilarityLoss(size: 16)
    #expect(loss.score(input, targets: cosines, dInput: nil, pool: pool) < 1e-10)
    #expect(loss.score(input, targets: Self.targets(8), dInput: nil, pool: pool) > 0.01)
  }

  @Test("The same bytes for any number of threads")
  func threads() {
    let input = Matrix(rows: 310, columns: 33, salt: 1)
    let results = [1, 2, 3].map { threads in
      let dInput = Matrix(rows: 310, columns: 33)
      let score = SimilarityLoss(size: 33).score(
        input, targets: Self.targets(310), dInput: dInput, pool: WorkerPool(threads: threads))
      return ([score], dInput.values)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("An empty batch scores zero")
  func empty() {
    let nothing = Matrix(rows: 0, columns: 3)
    let targets = Matrix(rows: 0, columns: 0)
    #expect(
      SimilarityLoss(size: 3).score(nothing, targets: targets, dInput: nothing, pool: pool) == 0)
  }
}

/// The weighted squared errors of all cosines, by their definition.
private struct PlainSimilarity {
  /// First views, then second views: [2B × D].
  var input: Table
  let targets: Table
  /// Whether the rows are two views of each sentence.
  var hasPartners = true

  func cosine(_ one: Int, _ other: Int) -> Double {
    TestSupport.cosine(input.row(one), input.row(other))
  }

  func loss() -> Double {
    let count = input.rows
    var (ofViews, ofOthers) = (0.0, 0.0)
    for row in 0..<count {
      for column in 0..<count where column != row {
        let error = cosine(row, column) - targets[row, column]
        if !hasPartners {
          ofOthers += 2 * error * error / Double(count * (count - 1))
        } else if column == (row + count / 2) % count {
          ofViews += error * error / Double(count)
        } else {
          ofOthers += error * error / Double(count * (count - 2))
        }
      }
    }
    return (ofViews + ofOthers) / 2
  }
}
