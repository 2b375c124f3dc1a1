import Foundation
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Contrastive loss")
struct ContrastiveLossTests {
  private let pool = WorkerPool(threads: 2)

  @Test(
    "Loss and gradient are those of the formula and of central differences",
    arguments: [1, 2, 5, 18], [1, 4, 17])
  func gradients(sentences: Int, size: Int) {
    let input = Matrix(rows: 2 * sentences, columns: size, salt: 1)
    let plain = PlainContrast(input: Table(input), temperature: Double(Float(0.3)))
    let loss = ContrastiveLoss(size: size, temperature: 0.3)
    let dInput = Matrix(rows: 2 * sentences, columns: size)
    let score = loss.score(input, scale: 2, dInput: dInput, pool: pool)
    #expect(score.sentences == sentences)
    #expect(abs(score.loss / Double(sentences) - plain.loss()) < 1e-5)
    let expected = centralDifferences(plain, \.input) { 2 * $0.loss() }
    let norm = expected.inner(expected).squareRoot()
    let difference = zip(dInput.values, expected.values).reduce(0.0) {
      $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
    }
    // With one sentence, or one dimension, the loss is constant and the gradient is zero.
    #expect(difference.squareRoot() < 1e-5 * max(norm, 1))
    #expect(norm > 0.01 || sentences == 1 || size == 1)
  }

  @Test("The gradient is added to what is there, and a vector of zeros gets none")
  func accumulate() {
    let input = Matrix(rows: 6, columns: 5, salt: 1)
    input.clearRow(1)
    let loss = ContrastiveLoss(size: 5, temperature: 0.05)
    let alone = Matrix(rows: 6, columns: 5)
    let score = loss.score(input, dInput: alone, pool: pool)
    #expect(score.loss.isFinite && alone.isFinite)
    #expect(alone.row(1).allSatisfy { $0 == 0 } && alone.row(4).contains { $0 != 0 })
    let sum = Matrix(rows: 6, columns: 5, salt: 2)
    var expected = Table(sum)
    for (index, value) in alone.values.enumerated() { expected.values[index] += Double(value) }
    #expect(loss.score(input, dInput: sum, pool: pool) == score)
    #expect(relativeError(sum, expected) < 1e-6)
    #expect(loss.score(input, dInput: nil, pool: pool) == score)
  }

  @Test("Equal views have a loss near zero, views of different sentences a large one")
  func meaning() {
    let sentences = Matrix(rows: 8, columns: 16, salt: 1)
    let order = Array(0..<8)
    let loss = ContrastiveLoss(size: 16, temperature: 0.05)
    let alike = loss.score(sentences.rows(at: order + order), dInput: nil, pool: pool)
    let mixed = loss.score(
      sentences.rows(at: order + order.reversed()), dInput: nil, pool: pool)
    #expect(alike.loss / 8 < 0.01)
    #expect(mixed.loss / 8 > 5)
  }

  @Test("An empty batch scores zero")
  func empty() {
    let loss = ContrastiveLoss(size: 3, temperature: 0.05)
    let nothing = Matrix(rows: 0, columns: 3)
    #expect(loss.score(nothing, dInput: nothing, pool: pool) == ContrastiveLoss.Score())
  }
}

/// InfoNCE in both directions over the cosines of two views of each sentence.
private struct PlainContrast {
  /// First views, then second views: [2B × D].
  var input: Table
  let temperature: Double

  func loss() -> Double {
    let count = input.rows / 2
    let rows = (0..<2 * count).map(input.row)
    var sum = 0.0
    for row in rows.indices {
      let others = row < count ? count..<2 * count : 0..<count
      let logits = others.map { cosine(rows[row], rows[$0]) / temperature }
      sum += log(logits.reduce(0) { $0 + exp($1) }) - logits[row % count]
    }
    return sum / Double(2 * count)
  }
}
