import NeuralLayers
import TensorKit
import Testing

@Suite("Parameters")
struct ParameterTests {
  @Test("A matrix has two dimensions in its file, a bias one")
  func shapes() {
    let weight = Parameter("w", rows: 3, columns: 2)
    let bias = Parameter("b", bias: 4)
    #expect(weight.shape == [3, 2] && weight.count == 6)
    #expect(bias.shape == [4] && bias.count == 4)
    #expect(bias.value.rows == 1 && bias.value.columns == 4)
    #expect(weight.gradient.rows == 0 && weight.touchedRows == nil)
  }

  @Test("Initial weights depend on the seed and the name, and fill their range")
  func initialization() {
    func weights(_ name: String, _ seed: UInt64) -> [Float] {
      let parameter = Parameter(name, rows: 40, columns: 50)
      parameter.initialize(uniform: 0.25, seed: seed)
      return parameter.value.values
    }
    let first = weights("a", 1)
    #expect(first == weights("a", 1))
    #expect(zip(first, weights("a", 2)).count { $0 == $1 } < 5)
    #expect(zip(first, weights("b", 1)).count { $0 == $1 } < 5)
    #expect(first.allSatisfy { -0.25..<0.25 ~= $0 })
    #expect((first.max() ?? 0) > 0.24 && (first.min() ?? 0) < -0.24)
    #expect(abs(first.reduce(0, +) / 2000) < 0.02)
  }

  /// Rows of a matrix [4 × 2], which count how often they were read.
  private final class CountingRows: RowSource, @unchecked Sendable {
    // Safe to share: the test has one thread.
    var reads = [0, 0, 0, 0]

    func read(_ row: Int, into matrix: Matrix, row target: Int) {
      reads[row] += 1
      matrix.withMutableRow(target) { $0[1] = Float(row) }
    }
  }

  @Test("Rows of a source are read when they are first used, and only then")
  func rowsOnDemand() {
    let parameter = Parameter("w", rows: 4, columns: 2)
    let source = CountingRows()
    parameter.adopt(rowsOf: source)
    #expect(parameter.value(rows: [2, 2, 0]).row(2) == [0, 2])
    #expect(source.reads == [1, 0, 1, 0])
    #expect(parameter.value(rows: [0, 3]).row(3) == [0, 3])
    #expect(source.reads == [1, 0, 1, 1])
    #expect(parameter.value.values == [0, 0, 0, 1, 0, 2, 0, 3])
    #expect(parameter.value(rows: [1]).row(1) == [0, 1])
    #expect(source.reads == [1, 1, 1, 1])
    let all = CountingRows()
    parameter.adopt(rowsOf: all)
    #expect(parameter.value.row(3) == [0, 3] && all.reads == [1, 1, 1, 1])
  }

  @Test("An LSTM starts with weights of variance 1/inputs and its forget gate open")
  func lstm() {
    let layer = LSTMLayer(
      inputSize: 3, hiddenSize: 16, prefix: "encoder.lstm", suffix: "l0", precision: .f32)
    layer.initialize(seed: 1)
    #expect(
      layer.parameters.map(\.name) == [
        "encoder.lstm.weight_ih_l0", "encoder.lstm.weight_hh_l0", "encoder.lstm.bias_ih_l0",
        "encoder.lstm.bias_hh_l0",
      ])
    #expect(layer.parameters.map(\.shape) == [[64, 3], [64, 16], [64], [64]])
    let forget = 16..<32
    for (index, bias) in layer.inputBias.value.values.enumerated() {
      #expect(bias == (forget ~= index ? 1 : 0))
    }
    for (weight, inputs) in [(layer.inputWeight, 3), (layer.hiddenWeight, 16)] {
      let values = weight.value.values
      let variance = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
      #expect(abs(variance * Float(inputs) - 1) < 0.15)
    }
  }
}
