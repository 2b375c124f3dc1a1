import Foundation
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Dense layers")
struct DenseStackTests {
  private let pool = WorkerPool(threads: 2)

  @Test(
    "Outputs are those of the formula and gradients those of central differences",
    arguments: Activation.allCases, [[3, 4], [5, 17, 3], [4, 3, 6, 2]])
  func gradients(activation: Activation, sizes: [Int]) {
    let stack = DenseStack(sizes: sizes, hidden: activation, last: activation, prefix: "stack")
    for (salt, parameter) in stack.parameters.salted(from: 1) {
      parameter.value.fill(salt: salt)
    }
    stack.packWeights(for: .training, pool: pool)
    let input = Matrix(rows: 7, columns: stack.inputSize, salt: 30)
    let weights = Matrix(rows: 7, columns: stack.outputSize, salt: 31)
    var plain = PlainDense(
      activation: activation, input: Table(input),
      parameters: stack.parameters.map { Table($0.value) })

    let output = Matrix(rows: 0, columns: stack.outputSize)
    stack.forward(input, into: output, pool: pool)
    #expect(relativeError(output, plain.outputs()) < 2e-6)

    let (dOutput, dInput) = (
      Matrix(rows: 0, columns: stack.outputSize), Matrix(rows: 0, columns: stack.inputSize)
    )
    dOutput.copy(from: weights)
    stack.backward(dOutput: dOutput, output: output, input: input, dInput: dInput, pool: pool)
    let loss = { (model: PlainDense) in model.outputs().inner(Table(weights)) }
    #expect(relativeError(dInput, centralDifferences(plain, \.input, loss: loss)) < 1e-5)
    for (index, parameter) in stack.parameters.enumerated() {
      plain.chosen = index
      #expect(
        relativeError(parameter.gradient, centralDifferences(plain, \.parameter, loss: loss))
          < 1e-5, "\(parameter.name)")
    }
  }

  @Test("A derivative follows from the value", arguments: Activation.allCases)
  func derivatives(activation: Activation) {
    for x in [-1.25, -0.5, 0.25, 2] {
      let output = Float(PlainDense.value(activation, x))
      let expected = centralDifference { PlainDense.value(activation, x + $0) }
      #expect(abs(Double(activation.derivative(ofOutput: output)) - expected) < 1e-6)
    }
  }

  @Test("Layers are named by their number, and all but the last have the hidden activation")
  func names() {
    let stack = DenseStack(sizes: [4, 3, 2], hidden: .relu, last: .linear, prefix: "encoder")
    #expect(
      stack.parameters.map(\.name)
        == ["encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias"])
    #expect(stack.layers.map(\.activation) == [.relu, .linear])
    #expect(stack.inputSize == 4 && stack.outputSize == 2)
  }

  @Test("Initial weights keep the variance", arguments: Activation.allCases)
  func initialization(activation: Activation) {
    let layer = DenseLayer(inputSize: 60, outputSize: 90, activation: activation, prefix: "dense")
    layer.initialize(seed: 1)
    let bound = Float(activation == .relu ? 0.3163 : 0.2001)
    let weights = layer.parameters[0].value.values
    #expect(weights.allSatisfy { abs($0) <= bound } && weights.contains { abs($0) > 0.9 * bound })
    #expect(layer.parameters[1].value.values.allSatisfy { $0 == 0 })
  }

  @Test("The same bits on any number of threads", arguments: Activation.allCases)
  func threads(activation: Activation) {
    let input = Matrix(rows: 301, columns: 33, salt: 1)
    let results = [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let stack = DenseStack(sizes: [33, 70, 21], hidden: activation, last: .linear, prefix: "s")
      stack.initialize(seed: 1)
      stack.packWeights(for: .training, pool: pool)
      let (output, dInput) = (Matrix(rows: 0, columns: 21), Matrix(rows: 0, columns: 33))
      stack.forward(input, into: output, pool: pool)
      let dOutput = Matrix(rows: 301, columns: 21, salt: 2)
      stack.backward(dOutput: dOutput, output: output, input: input, dInput: dInput, pool: pool)
      return [output.values, dInput.values] + stack.parameters.map(\.gradient.values)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}

/// Dense layers with one activation, in doubles.
private struct PlainDense {
  let activation: Activation
  /// [rows × in]
  var input: Table
  /// The weight and the bias of every layer.
  var parameters: [Table]
  /// The parameter that `parameter` is.
  var chosen = 0

  init(activation: Activation, input: Table, parameters: [Table]) {
    self.activation = activation
    self.input = input
    self.parameters = parameters
  }

  var parameter: Table {
    get { parameters[chosen] }
    set { parameters[chosen] = newValue }
  }

  func outputs() -> Table {
    var rows = (0..<input.rows).map(input.row)
    for layer in 0..<parameters.count / 2 {
      let (weight, bias) = (parameters[2 * layer], parameters[2 * layer + 1].values)
      rows = rows.map { row in
        zip(weight.applied(to: row), bias).map { Self.value(activation, $0 + $1) }
      }
    }
    return Table(rows: rows.count, columns: rows.first?.count ?? 0, values: rows.flatMap { $0 })
  }

  static func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .linear: x
    case .relu: max(0, x)
    case .tanh: Foundation.tanh(x)
    case .sigmoid: 1 / (1 + Foundation.exp(-x))
    }
  }
}
