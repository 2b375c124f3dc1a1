import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Adam")
struct AdamOptimizerTests {
  private let pool = WorkerPool(threads: 2)

  /// What make_goldens.py writes for Adam.
  struct Golden: Decodable {
    struct Step: Decodable {
      let touched: [Int]
      let scale: Float
      let learningRate: Float
      let norm: Double
      let values: [[Double]]
    }
    let maximumNorm: Float
    let steps: [Step]
    let firstMoments: [[Double]]
    let secondMoments: [[Double]]
  }

  private func gradient(rows: Int, columns: Int, salt: UInt32, scale: Float) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      values: testNumbers(rows * columns, salt: salt).map { $0 * scale })
  }

  @Test("Six steps are those of Adam and SparseAdam of PyTorch with clip_grad_norm_")
  func torch() throws {
    let golden = try GoldenFile.decode("adam.json", as: Golden.self)
    let (weight, bias) = (Parameter("weight", rows: 5, columns: 4), Parameter("bias", bias: 6))
    let table = Parameter("table", rows: 7, columns: 3)
    let parameters = [weight, bias, table]
    for (salt, parameter) in parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    let optimizer = AdamOptimizer(parameters)
    optimizer.options.maximumNorm = golden.maximumNorm
    for (salt, step) in golden.steps.salted(from: 0) {
      weight.gradient.copy(from: gradient(rows: 5, columns: 4, salt: 10 + salt, scale: step.scale))
      bias.gradient.copy(from: gradient(rows: 1, columns: 6, salt: 20 + salt, scale: step.scale))
      table.touchedRows = step.touched
      table.gradient.copy(
        from: gradient(rows: step.touched.count, columns: 3, salt: 30 + salt, scale: step.scale))
      let norm = optimizer.update(learningRate: step.learningRate, pool: pool)
      #expect(abs(Double(norm) / step.norm - 1) < 1e-5)
      for (parameter, expected) in zip(parameters, step.values) {
        #expect(relativeError(parameter.value.values.map(Double.init), expected) < 1e-5)
      }
    }
    #expect(optimizer.step == golden.steps.count)
    for (moments, expected) in [
      (optimizer.firstMoments, golden.firstMoments),
      (optimizer.secondMoments, golden.secondMoments),
    ] {
      for (moment, expected) in zip(moments, expected) {
        #expect(relativeError(moment.values.map(Double.init), expected) < 1e-5)
      }
    }
  }

  @Test("Many blocks, dense and lazy, against the formula", arguments: [0.5, 1e9] as [Float])
  func formula(maximumNorm: Float) {
    // 40,000 elements are more than one block, and rows of 90 do not divide a block.
    let dense = Parameter("dense", rows: 400, columns: 100)
    let table = Parameter("table", rows: 500, columns: 90)
    for (salt, parameter) in [dense, table].salted(from: 1) { parameter.value.fill(salt: salt) }
    let optimizer = AdamOptimizer([dense, table])
    optimizer.options.maximumNorm = maximumNorm
    var plain = PlainAdam([Table(dense.value), Table(table.value)])
    plain.maximumNorm = Double(maximumNorm)
    for step in 0..<2 {
      let touched = (0..<370).map { $0 + (step == 0 ? 0 : 129) }
      dense.gradient.copy(from: Matrix(rows: 400, columns: 100, salt: 10 + UInt32(step)))
      table.gradient.copy(from: Matrix(rows: 370, columns: 90, salt: 20 + UInt32(step)))
      table.touchedRows = touched
      let norm = optimizer.update(learningRate: 0.05, pool: pool)
      let expected = plain.update(
        [(Array(0..<400), Table(dense.gradient)), (touched, Table(table.gradient))],
        learningRate: 0.05)
      #expect(abs(Double(norm) / expected - 1) < 1e-5)
    }
    for (index, parameter) in [dense, table].enumerated() {
      #expect(relativeError(parameter.value, plain.entries[index].value) < 1e-5)
      #expect(relativeError(optimizer.firstMoments[index], plain.entries[index].first) < 1e-5)
      #expect(relativeError(optimizer.secondMoments[index], plain.entries[index].second) < 1e-5)
    }
  }

  @Test("The norm is over all gradients, including those whose squares a layer has summed")
  func normOfLayers() {
    // More tokens than are processed at a time, so that sums are added to earlier ones.
    let output = SoftmaxOutput(inputSize: 9, vocabularySize: 50, prefix: "output", precision: .f32)
    let lstm = LSTMLayer(
      inputSize: 9, hiddenSize: 20, prefix: "lstm", suffix: "l0", precision: .f32)
    let parameters = output.parameters + lstm.parameters
    for (salt, parameter) in parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    lstm.packWeights(for: .training, pool: pool)
    let optimizer = AdamOptimizer(parameters)
    let layout = SequenceLayout(lengths: [4, 3, 3, 1])
    for step in 0..<2 {
      let input = Matrix(rows: 4_000, columns: 9, salt: 3 + UInt32(step))
      let targets = (0..<4_000).map { UInt32($0 * 7 % 50) }
      let dInput = Matrix(rows: 0, columns: 9)
      _ = output.score(input, targets: targets, dInput: dInput, pool: pool)
      let read = Matrix(rows: layout.rows, columns: 9, salt: 5 + UInt32(step))
      lstm.forward(read, layout: layout, pool: pool)
      lstm.backward(
        dOutput: Matrix(rows: layout.rows, columns: 20, salt: 7), input: read, layout: layout,
        dInput: nil, pool: pool)
      checkNorm(optimizer)
    }
    for parameter in parameters {
      parameter.gradient.copy(
        from: Matrix(rows: parameter.value.rows, columns: parameter.value.columns, salt: 9))
    }
    checkNorm(optimizer)
  }

  private func checkNorm(_ optimizer: AdamOptimizer) {
    let squares = optimizer.parameters.flatMap(\.gradient.values).map { Double($0) * Double($0) }
    let norm = optimizer.update(learningRate: 0.01, pool: pool)
    #expect(abs(Double(norm) / squares.reduce(0, +).squareRoot() - 1) < 1e-5)
  }

  @Test("Rows that no batch used keep every bit")
  func untouched() {
    let table = Parameter("table", rows: 5, columns: 2)
    table.value.fill(salt: 1)
    let before = (0..<5).map(table.value.row)
    let optimizer = AdamOptimizer([table])
    table.touchedRows = [1, 3]
    table.gradient.copy(from: Matrix(rows: 2, columns: 2, salt: 2))
    _ = optimizer.update(learningRate: 0.1, pool: pool)
    for row in 0..<5 { #expect((table.value.row(row) == before[row]) == ![1, 3].contains(row)) }
  }

  @Test("A gradient of NaN changes nothing", arguments: [Float.nan, .infinity, 1e30])
  func notFinite(bad: Float) {
    let weight = Parameter("weight", rows: 3, columns: 3)
    weight.value.fill(salt: 1)
    let before = weight.value.values
    let optimizer = AdamOptimizer([weight])
    weight.gradient.copy(from: Matrix(rows: 3, columns: 3, salt: 2))
    weight.gradient[1, 1] = bad
    let norm = optimizer.update(learningRate: 0.1, pool: pool)
    #expect(!norm.isFinite)
    #expect(weight.value.values == before && optimizer.step == 0)
    #expect(optimizer.firstMoments[0].values.allSatisfy { $0 == 0 })
    weight.gradient[1, 1] = 0.1
    #expect(optimizer.update(learningRate: 0.1, pool: pool).isFinite)
    #expect(weight.value.values != before && optimizer.step == 1)
  }
}
