import Foundation
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Output layer")
struct SoftmaxOutputTests {
  /// N tokens, H units, V words.
  struct Case: CustomTestStringConvertible {
    let tokens: Int
    let size: Int
    let vocabulary: Int
    var testDescription: String { "N \(tokens), H \(size), V \(vocabulary)" }
  }

  private let pool = WorkerPool(threads: 2)

  private func layer(_ size: Case, _ precision: Precision = .f32) -> SoftmaxOutput {
    let layer = SoftmaxOutput(
      inputSize: size.size, vocabularySize: size.vocabulary, prefix: "output", precision: precision)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    return layer
  }

  private func targets(_ size: Case) -> [UInt32] {
    (0..<size.tokens).map { UInt32($0 * 7 % size.vocabulary) }
  }

  private func plain(_ layer: SoftmaxOutput, _ input: Matrix, _ targets: [UInt32]) -> PlainOutput {
    let linear = PlainLinear(
      weight: Table(layer.weight.value), bias: Table(layer.bias.value), input: Table(input))
    return PlainOutput(linear: linear, targets: targets)
  }

  @Test("with its bias started from counts it begins as the distribution of the corpus")
  func startedBias() {
    let layer = SoftmaxOutput(inputSize: 3, vocabularySize: 4, prefix: "output", precision: .f32)
    layer.startBias(from: [6, 0, 3, 1])
    let (states, targets): (Matrix, [UInt32]) = (
      Matrix(rows: 10, columns: 3), [0, 0, 0, 0, 0, 0, 2, 2, 2, 3]
    )
    let score = layer.score(
      states, targets: targets, scale: 1, dInput: nil, pool: WorkerPool(threads: 1))
    // The word that does not occur counts as one, so the probabilities add up to 1.1 before the softmax.
    let shares: [Double] = [0.6, 0.3, 0.1]
    let entropy = shares.reduce(log(1.1)) { $0 - $1 * log($1) }
    #expect(abs(score.loss / 10 - entropy) < 1e-5)
  }

  @Test(
    "Loss and gradients are those of the formula and of central differences",
    arguments: [
      Case(tokens: 1, size: 1, vocabulary: 2), Case(tokens: 5, size: 4, vocabulary: 7),
      Case(tokens: 18, size: 3, vocabulary: 17), Case(tokens: 3, size: 7, vocabulary: 33),
    ])
  func gradients(size: Case) {
    let layer = layer(size)
    let input = Matrix(rows: size.tokens, columns: size.size, salt: 3)
    let plain = plain(layer, input, targets(size))
    let dInput = Matrix(rows: 0, columns: size.size)
    let score = layer.score(input, targets: targets(size), dInput: dInput, pool: pool)
    #expect(abs(score.loss / Double(size.tokens) / plain.loss() - 1) < 1e-6)
    #expect(score.tokens == size.tokens && score.correct == plain.correct())

    let loss = { (model: PlainOutput) in model.loss() }
    let dWeight = centralDifferences(plain, \.linear.weight, loss: loss)
    let dBias = centralDifferences(plain, \.linear.bias, loss: loss)
    let dStates = centralDifferences(plain, \.linear.input, loss: loss)
    #expect(relativeError(layer.weight.gradient, dWeight) < 1e-5)
    #expect(relativeError(layer.bias.gradient, dBias) < 1e-5)
    #expect(relativeError(dInput, dStates) < 1e-5)
    // The formulas are checked too, because the large batches below are compared with them.
    let formulas = plain.gradients()
    #expect(relativeError(formulas.weight.values, dWeight.values) < 1e-7)
    #expect(relativeError(formulas.bias.values, dBias.values) < 1e-7)
    #expect(relativeError(formulas.input.values, dStates.values) < 1e-7)
  }

  @Test(
    "Batches of many blocks, and of more than one segment",
    arguments: [
      Case(tokens: 96, size: 3, vocabulary: 5), Case(tokens: 97, size: 5, vocabulary: 18),
      Case(tokens: 300, size: 4, vocabulary: 6), Case(tokens: 3_841, size: 2, vocabulary: 3),
      Case(tokens: 4_000, size: 3, vocabulary: 4), Case(tokens: 130, size: 3, vocabulary: 2_100),
      Case(tokens: 7, size: 600, vocabulary: 1_999),
    ])
  func large(size: Case) {
    let layer = layer(size)
    let input = Matrix(rows: size.tokens, columns: size.size, salt: 3)
    let plain = plain(layer, input, targets(size))
    let dInput = Matrix(rows: 0, columns: size.size)
    let score = layer.score(input, targets: targets(size), dInput: dInput, pool: pool)
    #expect(abs(score.loss / Double(size.tokens) / plain.loss() - 1) < 1e-6)
    #expect(score.correct == plain.correct())
    let expected = plain.gradients()
    #expect(relativeError(layer.weight.gradient, expected.weight) < 1e-5)
    #expect(relativeError(layer.bias.gradient, expected.bias) < 1e-5)
    #expect(relativeError(dInput, expected.input) < 1e-5)
  }

  @Test(
    "Logits far above that of the target do not leave the range of floats",
    arguments: [(Precision.f32, 1e-5), (.bf16, 0.05)])
  func farLogits(precision: Precision, tolerance: Double) {
    let size = Case(tokens: 70, size: 3, vocabulary: 600)
    let layer = layer(size, precision)
    for word in 500..<600 { layer.bias.value[0, word] = 150 + Float(word % 3) }
    let input = Matrix(rows: size.tokens, columns: size.size, salt: 3)
    let plain = plain(layer, input, targets(size))
    let dInput = Matrix(rows: 0, columns: size.size)
    let score = layer.score(input, targets: targets(size), dInput: dInput, pool: pool)
    #expect(abs(score.loss / Double(size.tokens) / plain.loss() - 1) < tolerance / 10)
    let expected = plain.gradients()
    #expect(relativeError(layer.weight.gradient, expected.weight) < tolerance)
    #expect(relativeError(dInput, expected.input) < tolerance)
  }

  @Test(
    "Logits so large that their rounding exceeds the range of floats have numbers for gradients")
  func hugeLogits() {
    let size = Case(tokens: 40, size: 50, vocabulary: 700)
    let layer = layer(size, .bf16)
    // Every target is the largest logit of its row; products in bf16 miss it by hundreds.
    layer.bias.value[0, 5] = 2e6
    let targets = [UInt32](repeating: 5, count: size.tokens)
    let input = Matrix(
      rows: 40, columns: 50, values: testNumbers(40 * 50, salt: 3).map { 1e5 * $0 })
    let dInput = Matrix(rows: 0, columns: 50)
    let score = layer.score(input, targets: targets, dInput: dInput, pool: pool)
    #expect(score.loss.isFinite && score.correct == size.tokens)
    let gradients = ([dInput] + layer.parameters.map(\.gradient)).flatMap(\.values)
    #expect(gradients.allSatisfy { $0.isFinite })
  }

  @Test("Scores use the current weights, even if they were not packed again")
  func movedWeights() {
    let size = Case(tokens: 30, size: 6, vocabulary: 1_100)
    let (moved, fresh) = (layer(size, .bf16), layer(size, .bf16))
    let input = Matrix(rows: 30, columns: 6, salt: 3)
    func score(_ layer: SoftmaxOutput) -> [Float] {
      let dInput = Matrix(rows: 0, columns: 6)
      let score = layer.score(input, targets: targets(size), dInput: dInput, pool: pool)
      return [Float(score.loss)] + dInput.values
    }
    let before = score(moved)
    _ = AdamOptimizer(moved.parameters).update(learningRate: 0.1, pool: pool)
    for (to, from) in zip(fresh.parameters, moved.parameters) { to.value.copy(from: from.value) }
    let after = score(moved)
    #expect(after == score(fresh) && after != before)
  }

  @Test("Scoring without gradients gives the same score and leaves the gradients alone")
  func scoreOnly() {
    let size = Case(tokens: 150, size: 4, vocabulary: 9)
    let layer = layer(size)
    let input = Matrix(rows: size.tokens, columns: size.size, salt: 3)
    let with = layer.score(
      input, targets: targets(size), dInput: Matrix(rows: 0, columns: 4), pool: pool)
    layer.weight.gradient.fill(7)
    #expect(layer.score(input, targets: targets(size), dInput: nil, pool: pool) == with)
    #expect(layer.weight.gradient.values.allSatisfy { $0 == 7 })
  }

  @Test("A scaled loss has scaled gradients and the same score")
  func scaled() {
    let size = Case(tokens: 50, size: 4, vocabulary: 9)
    let layer = layer(size)
    let input = Matrix(rows: 50, columns: 4, salt: 3)
    func run(_ scale: Float) -> (SoftmaxOutput.Score, [Float]) {
      let dInput = Matrix(rows: 0, columns: 4)
      let score = layer.score(
        input, targets: targets(size), scale: scale, dInput: dInput, pool: pool)
      return (score, ([dInput] + layer.parameters.map(\.gradient)).flatMap(\.values))
    }
    let (whole, quarter) = (run(1), run(0.25))
    #expect(whole.0 == quarter.0)
    #expect(relativeError(quarter.1.map { 4 * Double($0) }, whole.1.map(Double.init)) < 1e-6)
  }

  @Test("Logits are W h + b")
  func logits() {
    let size = Case(tokens: 5, size: 6, vocabulary: 35)
    let layer = layer(size)
    layer.packWeights(for: .inference, pool: pool)
    let input = Matrix(rows: 5, columns: 6, salt: 3)
    let logits = Matrix(rows: 0, columns: 35)
    layer.forward(input, into: logits, pool: pool)
    #expect(relativeError(logits, plain(layer, input, targets(size)).linear.outputs()) < 1e-6)
  }

  @Test(
    "Factors rounded to bfloat16 give nearly the same, for words of one part and of several",
    arguments: [
      Case(tokens: 110, size: 40, vocabulary: 50), Case(tokens: 70, size: 40, vocabulary: 1_031),
    ])
  func rounded(size: Case) {
    let input = Matrix(rows: size.tokens, columns: 40, salt: 3)
    var losses: [Double] = []
    let results = Precision.allCases.map { precision in
      let layer = layer(size, precision)
      let dInput = Matrix(rows: 0, columns: 40)
      losses.append(layer.score(input, targets: targets(size), dInput: dInput, pool: pool).loss)
      return [dInput, layer.weight.gradient, layer.bias.gradient]
    }
    #expect(abs(losses[1] / losses[0] - 1) < 1e-3)
    for (exact, rounded) in zip(results[0], results[1]) {
      let error = normalizedSquaredError(rounded, exact)
      #expect(error > 0 && error < 1e-4)
    }
  }

  /// What make_goldens.py writes for a cross-entropy.
  struct Golden: Decodable {
    let tokens: Int
    let size: Int
    let vocabulary: Int
    let scale: Float
    let targets: [UInt32]
    let logits: [Double]
    let loss: Double
    let correct: Int
    let dWeight: [Double]
    let dBias: [Double]
    let dInput: [Double]
  }

  @Test("Loss and gradients are those of PyTorch, for logits of several hundred too")
  func torch() throws {
    for golden in try GoldenFile.decode("cross_entropy.json", as: [Golden].self) {
      let size = Case(tokens: golden.tokens, size: golden.size, vocabulary: golden.vocabulary)
      let layer = layer(size)
      let input = Matrix(
        rows: size.tokens, columns: size.size,
        values: testNumbers(size.tokens * size.size, salt: 1).map { $0 * golden.scale })
      layer.weight.value.fill(salt: 2)
      layer.bias.value.fill(salt: 3)
      layer.packWeights(for: .inference, pool: pool)
      let logits = Matrix(rows: 0, columns: size.vocabulary)
      layer.forward(input, into: logits, pool: pool)
      #expect(relativeError(logits.values.map(Double.init), golden.logits) < 1e-5)
      let dInput = Matrix(rows: 0, columns: size.size)
      let score = layer.score(input, targets: golden.targets, dInput: dInput, pool: pool)
      #expect(abs(score.loss / Double(size.tokens) / golden.loss - 1) < 1e-5)
      #expect(score.correct == golden.correct)
      #expect(relativeError(layer.weight.gradient.values.map(Double.init), golden.dWeight) < 1e-5)
      #expect(relativeError(layer.bias.gradient.values.map(Double.init), golden.dBias) < 1e-5)
      #expect(relativeError(dInput.values.map(Double.init), golden.dInput) < 1e-5)
    }
  }
}
