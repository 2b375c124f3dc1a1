import NeuralLayers
import TensorKit
import Testing

@Suite("Packed copies of weights")
struct PackedOperandsTests {
  private let pool = WorkerPool(threads: 2)

  /// Gives every parameter a gradient and moves it.
  private func move(_ parameters: [Parameter]) {
    for (salt, parameter) in parameters.salted(from: 30) {
      parameter.gradient.copy(
        from: Matrix(rows: parameter.value.rows, columns: parameter.value.columns, salt: salt))
    }
    _ = AdamOptimizer(parameters).update(learningRate: 0.1, pool: pool)
  }

  /// Expects that packing again changes nothing after a move, which does change the results.
  private func expectPacked(
    _ parameters: [Parameter], _ results: () -> [[Float]], pack: () -> Void
  ) {
    pack()
    let before = results()
    move(parameters)
    let moved = results()
    pack()
    #expect(moved == results())
    #expect(zip(moved, before).allSatisfy { $0 != $1 })
  }

  // The larger ones are cut into several blocks of rows, the last of which fills no panel.
  @Test(
    "A linear layer that an optimizer moved computes as if all had been packed again",
    arguments: [[1, 1], [17, 33], [200, 499]], Precision.allCases)
  func linear(size: [Int], precision: Precision) {
    let layer = LinearLayer(
      inputSize: size[0], outputSize: size[1], prefix: "layer", precision: precision)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    let input = Matrix(rows: 5, columns: size[0], salt: 5)
    let dOutput = Matrix(rows: 5, columns: size[1], salt: 6)
    func results() -> [[Float]] {
      let (output, dInput) = (Matrix(rows: 0, columns: size[1]), Matrix(rows: 0, columns: size[0]))
      layer.forward(input, into: output, pool: pool)
      layer.backward(dOutput: dOutput, input: input, dInput: dInput, pool: pool)
      return [output.values, dInput.values]
    }
    expectPacked(layer.parameters, results) { layer.packWeights(for: .training, pool: pool) }
  }

  @Test(
    "An LSTM that an optimizer moved computes as if all had been packed again",
    arguments: [[1, 1], [20, 17], [290, 130]], Precision.allCases)
  func lstm(size: [Int], precision: Precision) {
    let layer = LSTMLayer(
      inputSize: size[0], hiddenSize: size[1], prefix: "layer", suffix: "l0", precision: precision)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    let layout = SequenceLayout(lengths: [3, 2])
    let input = Matrix(rows: 5, columns: size[0], salt: 5)
    let dOutput = Matrix(rows: 5, columns: size[1], salt: 6)
    func results() -> [[Float]] {
      let dInput = Matrix(rows: 0, columns: size[0])
      layer.forward(input, layout: layout, pool: pool)
      layer.backward(dOutput: dOutput, input: input, layout: layout, dInput: dInput, pool: pool)
      return [layer.output.values, dInput.values]
    }
    expectPacked(layer.parameters, results) { layer.packWeights(for: .training, pool: pool) }
  }
}
