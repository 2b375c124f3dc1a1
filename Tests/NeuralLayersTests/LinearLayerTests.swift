import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Linear layer")
struct LinearLayerTests {
  struct Case: CustomTestStringConvertible {
    let rows: Int
    let input: Int
    let output: Int
    var testDescription: String { "\(rows) rows, \(input) to \(output)" }
  }
  static let cases = [
    Case(rows: 1, input: 1, output: 1), Case(rows: 5, input: 3, output: 7),
    Case(rows: 17, input: 5, output: 4), Case(rows: 2, input: 7, output: 33),
  ]

  private let pool = WorkerPool(threads: 2)

  private func layer(_ size: Case, hasBias: Bool = true, _ precision: Precision = .f32)
    -> LinearLayer
  {
    let layer = LinearLayer(
      inputSize: size.input, outputSize: size.output, prefix: "linear", hasBias: hasBias,
      precision: precision)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    layer.packWeights(for: .training, pool: pool)
    return layer
  }

  @Test(
    "Outputs are W x + b and gradients those of central differences", arguments: cases,
    [true, false])
  func gradients(size: Case, hasBias: Bool) throws {
    let layer = layer(size, hasBias: hasBias)
    #expect(
      layer.parameters.map(\.name)
        == (hasBias ? ["linear.weight", "linear.bias"] : ["linear.weight"]))
    let input = Matrix(rows: size.rows, columns: size.input, salt: 3)
    let weights = Matrix(rows: size.rows, columns: size.output, salt: 4)
    let plain = PlainLinear(
      weight: Table(layer.weight.value),
      bias: layer.bias.map { Table($0.value) } ?? Table(rows: 1, columns: size.output),
      input: Table(input))

    let output = Matrix(rows: 0, columns: size.output)
    layer.forward(input, into: output, pool: pool)
    #expect(relativeError(output, plain.outputs()) < 1e-6)

    let dInput = Matrix(rows: 0, columns: size.input)
    layer.backward(dOutput: weights, input: input, dInput: dInput, pool: pool)
    let loss = { (model: PlainLinear) in model.outputs().inner(Table(weights)) }
    #expect(
      relativeError(layer.weight.gradient, centralDifferences(plain, \.weight, loss: loss)) < 1e-5)
    #expect(relativeError(dInput, centralDifferences(plain, \.input, loss: loss)) < 1e-5)
    if let bias = layer.bias {
      #expect(relativeError(bias.gradient, centralDifferences(plain, \.bias, loss: loss)) < 1e-5)
    }
  }

  @Test("The gradient of the input can be added to what is there")
  func accumulate() {
    let size = Case(rows: 6, input: 4, output: 5)
    let layer = layer(size)
    let input = Matrix(rows: 6, columns: 4, salt: 3)
    let dOutput = Matrix(rows: 6, columns: 5, salt: 4)
    let alone = Matrix(rows: 0, columns: 4)
    layer.backward(dOutput: dOutput, input: input, dInput: alone, pool: pool)
    let sum = Matrix(rows: 6, columns: 4, salt: 5)
    var expected = Table(sum)
    for (index, value) in alone.values.enumerated() { expected.values[index] += Double(value) }
    layer.backward(dOutput: dOutput, input: input, dInput: sum, accumulate: true, pool: pool)
    #expect(relativeError(sum, expected) < 1e-6)
  }

  @Test("Selected rows alone are read, and only they get a gradient")
  func someRows() {
    let size = Case(rows: 7, input: 4, output: 5)
    let layer = layer(size)
    let input = Matrix(rows: 7, columns: 4, salt: 3)
    let part = input.rows(at: Array(2..<6))
    let (output, expected) = (Matrix(rows: 0, columns: 5), Matrix(rows: 0, columns: 5))
    layer.forward(input, rows: 2..<6, into: output, pool: pool)
    layer.forward(part, into: expected, pool: pool)
    #expect(output.rows == 4 && output.values == expected.values)

    let dOutput = Matrix(rows: 4, columns: 5, salt: 4)
    let (dInput, dPart) = (Matrix(rows: 7, columns: 4), Matrix(rows: 0, columns: 4))
    layer.backward(
      dOutput: dOutput, input: input, rows: 2..<6, dInput: dInput, accumulate: true, pool: pool)
    let gradients = layer.parameters.map(\.gradient.values)
    layer.backward(dOutput: dOutput, input: part, dInput: dPart, pool: pool)
    #expect(layer.parameters.map(\.gradient.values) == gradients)
    #expect(dInput.rows(at: Array(2..<6)).values == dPart.values)
    #expect([0, 1, 6].allSatisfy { dInput.row($0).allSatisfy { $0 == 0 } })
  }

  @Test("Factors rounded to bfloat16 give nearly the same")
  func rounded() {
    let size = Case(rows: 9, input: 40, output: 33)
    let input = Matrix(rows: 9, columns: 40, salt: 3)
    let dOutput = Matrix(rows: 9, columns: 33, salt: 4)
    let results = Precision.allCases.map { precision in
      let layer = layer(size, precision)
      let (output, dInput) = (Matrix(rows: 0, columns: 33), Matrix(rows: 0, columns: 40))
      layer.forward(input, into: output, pool: pool)
      layer.backward(dOutput: dOutput, input: input, dInput: dInput, pool: pool)
      return [output, dInput, layer.weight.gradient]
    }
    for (exact, rounded) in zip(results[0], results[1]) {
      let error = normalizedSquaredError(rounded, exact)
      #expect(error > 0 && error < 1e-4)
    }
  }

  @Test("Initial weights lie within 1/√in")
  func initialization() {
    let layer = LinearLayer(inputSize: 25, outputSize: 30, prefix: "linear", precision: .f32)
    layer.initialize(seed: 1)
    for parameter in layer.parameters {
      #expect(parameter.value.values.allSatisfy { abs($0) <= 0.2 })
      #expect(parameter.value.values.contains { abs($0) > 0.1 })
    }
  }
}
