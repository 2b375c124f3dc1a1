import Foundation
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Bag of words")
struct BagOfWordsLossTests {
  /// B sentences, D numbers a vector, V words.
  struct Case: CustomTestStringConvertible {
    let sentences: Int
    let size: Int
    let vocabulary: Int
    var testDescription: String { "B \(sentences), D \(size), V \(vocabulary)" }
  }

  private let pool = WorkerPool(threads: 2)

  private func layer(_ size: Case, _ precision: Precision = .f32) -> BagOfWordsLoss {
    let layer = BagOfWordsLoss(
      inputSize: size.size, vocabularySize: size.vocabulary, prefix: "bag", precision: precision)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    layer.packWeights(for: .inference, pool: pool)
    return layer
  }

  /// Bags of 0 to 4 words, some of them twice in a bag, each word with a weight of its own.
  private func bags(_ size: Case) -> WordBags {
    WordBags(size.sentences) { sentence in
      (0..<(sentence + 1) % 5).map { UInt32(($0 * $0 + sentence) % size.vocabulary) }
    } weight: {
      1 / Float($0 + 1)
    }
  }

  private func plain(_ layer: BagOfWordsLoss, _ input: Matrix, _ bags: WordBags) -> PlainBag {
    let linear = PlainLinear(
      weight: Table(layer.weight.value), bias: Table(layer.bias.value), input: Table(input))
    return PlainBag(linear: linear, bags: bags)
  }

  @Test(
    "Loss and gradients are those of the formula and of central differences",
    arguments: [
      Case(sentences: 1, size: 1, vocabulary: 2), Case(sentences: 5, size: 4, vocabulary: 7),
      Case(sentences: 18, size: 3, vocabulary: 17), Case(sentences: 3, size: 7, vocabulary: 33),
    ])
  func gradients(size: Case) {
    let layer = layer(size)
    let (input, bags) = (Matrix(rows: size.sentences, columns: size.size, salt: 3), bags(size))
    let plain = plain(layer, input, bags)
    let dInput = Matrix(rows: size.sentences, columns: size.size)
    let score = layer.score(input, bags: bags, scale: 0.5, dInput: dInput, pool: pool)
    #expect(score.sentences == (0..<bags.count).count { !bags[$0].isEmpty })
    #expect(abs(score.loss / Double(score.sentences) / plain.loss() - 1) < 1e-6)
    let loss = { (model: PlainBag) in 0.5 * model.loss() }
    #expect(
      relativeError(
        layer.weight.gradient, centralDifferences(plain, \.linear.weight, loss: loss)) < 1e-5)
    #expect(
      relativeError(layer.bias.gradient, centralDifferences(plain, \.linear.bias, loss: loss))
        < 1e-5)
    #expect(relativeError(dInput, centralDifferences(plain, \.linear.input, loss: loss)) < 1e-5)
  }

  @Test("The gradient of the vectors is added, and vectors without a bag get none")
  func accumulate() {
    let size = Case(sentences: 6, size: 4, vocabulary: 9)
    let layer = layer(size)
    let input = Matrix(rows: 12, columns: 4, salt: 3)
    let alone = Matrix(rows: 12, columns: 4)
    _ = layer.score(input, bags: bags(size), dInput: alone, pool: pool)
    let sum = Matrix(rows: 12, columns: 4, salt: 5)
    var expected = Table(sum)
    for (index, value) in alone.values.enumerated() { expected.values[index] += Double(value) }
    _ = layer.score(input, bags: bags(size), dInput: sum, pool: pool)
    #expect(relativeError(sum, expected) < 1e-6)
    #expect((6..<12).allSatisfy { alone.row($0).allSatisfy { $0 == 0 } })
    // Sentence 4 has an empty bag.
    #expect(alone.row(4).allSatisfy { $0 == 0 } && alone.row(3).contains { $0 != 0 })
  }

  @Test("More sentences than are processed at once give the sum of two batches")
  func segments() {
    // So many words that the logits of at most 64 sentences are held at once.
    let size = Case(sentences: 70, size: 1, vocabulary: 400_000)
    let layer = layer(size)
    let input = Matrix(rows: 70, columns: 1, salt: 3)
    func run(_ rows: Range<Int>) -> (score: BagOfWordsLoss.Score, dInput: [Float], bias: [Double]) {
      let dInput = Matrix(rows: rows.count, columns: 1)
      let score = layer.score(
        input.rows(at: Array(rows)),
        bags: WordBags(rows.count) {
          [UInt32(rows.lowerBound + $0), 9]
        } weight: { _ in
          1
        },
        scale: Float(rows.count), dInput: dInput, pool: pool)
      let parameters =
        layer.weight.gradient.values.prefix(100) + layer.bias.gradient.values.prefix(100)
      return (score, dInput.values, parameters.map(Double.init))
    }
    let (whole, first, second) = (run(0..<70), run(0..<64), run(64..<70))
    #expect(abs(whole.score.loss / (first.score.loss + second.score.loss) - 1) < 1e-12)
    #expect(
      relativeError(
        whole.dInput.map(Double.init), (first.dInput + second.dInput).map(Double.init)) < 1e-6)
    #expect(relativeError(whole.bias, zip(first.bias, second.bias).map(+)) < 1e-6)
  }

  @Test("Scoring without gradients gives the same score and leaves the gradients alone")
  func scoreOnly() {
    let size = Case(sentences: 40, size: 4, vocabulary: 9)
    let layer = layer(size)
    let input = Matrix(rows: 40, columns: 4, salt: 3)
    let with = layer.score(
      input, bags: bags(size), dInput: Matrix(rows: 40, columns: 4), pool: pool)
    layer.weight.gradient.fill(7)
    #expect(layer.score(input, bags: bags(size), dInput: nil, pool: pool) == with)
    #expect(layer.weight.gradient.values.allSatisfy { $0 == 7 })
  }

  @Test("A batch of empty bags has no loss and no gradient")
  func empty() {
    let layer = layer(Case(sentences: 3, size: 4, vocabulary: 9))
    let dInput = Matrix(rows: 3, columns: 4)
    let bags = WordBags(3) { _ in
      [1, 2]
    } weight: { _ in
      0
    }
    let score = layer.score(
      Matrix(rows: 3, columns: 4, salt: 1), bags: bags, dInput: dInput, pool: pool)
    #expect(score == BagOfWordsLoss.Score())
    #expect((dInput.values + layer.weight.gradient.values).allSatisfy { $0 == 0 })
  }

  @Test("Factors rounded to bfloat16 give nearly the same")
  func rounded() {
    let size = Case(sentences: 60, size: 40, vocabulary: 50)
    let input = Matrix(rows: 60, columns: 40, salt: 3)
    let results = Precision.allCases.map { precision in
      let layer = layer(size, precision)
      let dInput = Matrix(rows: 60, columns: 40)
      _ = layer.score(input, bags: bags(size), dInput: dInput, pool: pool)
      return [dInput, layer.weight.gradient, layer.bias.gradient]
    }
    for (exact, rounded) in zip(results[0], results[1]) {
      let error = normalizedSquaredError(rounded, exact)
      #expect(error > 0 && error < 1e-4)
    }
  }
}

/// The mean cross-entropy of a softmax over W z + c with the shares of bags.
private struct PlainBag {
  var linear: PlainLinear
  let bags: WordBags

  func loss() -> Double {
    let logits = linear.outputs()
    var (sum, count) = (0.0, 0.0)
    for row in 0..<bags.count where !bags[row].isEmpty {
      let total = logits.row(row).reduce(0) { $0 + exp($1) }
      for place in bags[row] {
        sum += Double(bags.shares[place]) * (log(total) - logits[row, Int(bags.words[place])])
      }
      count += 1
    }
    return sum / count
  }
}

extension WordBags {
  /// Bags of the words of each sentence, all of which are words of their own.
  init(_ count: Int, words: (Int) -> [UInt32], weight: (UInt32) -> Float) {
    self.init()
    for sentence in 0..<count { append(words(sentence)[...], word: { $0 }, weight: weight) }
  }
}
