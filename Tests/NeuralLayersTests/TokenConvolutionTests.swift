import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// Outputs and gradients of `torch.nn.Conv1d` with tanh and a maximum over time.
@Suite("Convolution over tokens")
struct TokenConvolutionTests {
  /// What make_goldens.py writes for a convolution.
  struct Golden: Decodable, CustomTestStringConvertible {
    let size: Int
    let filters: Int
    let width: Int
    let lengths: [Int]
    let output: [Double]
    let dWeight: [Double]
    let dBias: [Double]
    let dInput: [Double]

    var testDescription: String { "E \(size), F \(filters), W \(width), lengths \(lengths)" }
  }

  private func layer(_ golden: Golden, _ pool: WorkerPool) -> TokenConvolution {
    let layer = TokenConvolution(
      inputSize: golden.size, filters: golden.filters, width: golden.width, prefix: "convolution",
      precision: .f32)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    layer.packWeights(for: .training, pool: pool)
    return layer
  }

  @Test(
    "agrees with PyTorch to five digits",
    arguments: try GoldenFile.decode("convolution.json", as: [Golden].self), [1, 3])
  func agreement(golden: Golden, threads: Int) {
    let pool = WorkerPool(threads: threads)
    let layer = layer(golden, pool)
    let layout = SequenceLayout(lengths: golden.lengths)
    let input = Matrix(rows: layout.rows, columns: golden.size, salt: 101)
    let order = Array(0..<layout.count)
    let states = Matrix(rows: layout.count, columns: golden.filters)
    layer.forward(input, layout: layout, into: states, order: order, column: 0, pool: pool)
    check(states, golden.output)
    let dInput = Matrix(rows: layout.rows, columns: golden.size)
    layer.backward(
      Matrix(rows: layout.count, columns: golden.filters, salt: 104), states: states,
      layout: layout, order: order, column: 0, dInput: dInput, pool: pool)
    check(dInput, golden.dInput)
    check(layer.parameters[0].gradient, golden.dWeight)
    check(layer.parameters[1].gradient, golden.dBias)
  }

  @Test("writes to its columns, in the order of the batch, and adds to the gradient of the input")
  func place() throws {
    let golden = try GoldenFile.decode("convolution.json", as: [Golden].self)[2]
    let pool = WorkerPool(threads: 2)
    let layer = layer(golden, pool)
    let layout = SequenceLayout(lengths: golden.lengths)
    let input = Matrix(rows: layout.rows, columns: golden.size, salt: 101)
    let (count, filters) = (layout.count, golden.filters)
    let alone = Matrix(rows: count, columns: filters)
    layer.forward(
      input, layout: layout, into: alone, order: Array(0..<count), column: 0, pool: pool)
    let wide = Matrix(rows: count, columns: filters + 3)
    wide.fill(7)
    let order = Array((0..<count).reversed())
    layer.forward(input, layout: layout, into: wide, order: order, column: 2, pool: pool)
    for place in 0..<count {
      #expect(wide.row(order[place]) == [7, 7] + alone.row(place) + [7])
    }
    let dInput = Matrix(rows: layout.rows, columns: golden.size)
    dInput.fill(1)
    let dWide = Matrix(rows: count, columns: filters + 3)
    dWide.fill(0)
    let dStates = Matrix(rows: count, columns: filters, salt: 104)
    for place in 0..<count {
      dWide.copyElements(
        filters, toRow: order[place], column: 2, from: dStates, row: place, column: 0)
    }
    layer.backward(
      dWide, states: wide, layout: layout, order: order, column: 2, dInput: dInput, pool: pool)
    let expected = golden.dInput.map { $0 + 1 }
    check(dInput, expected)
  }

  private func check(_ matrix: Matrix, _ expected: [Double]) {
    #expect(matrix.values.count == expected.count)
    let error = zip(matrix.values, expected).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(error < 1e-5 * max(1, expected.map(abs).max() ?? 0))
  }
}
