import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// Outputs and gradients of `torch.nn.TransformerEncoderLayer` with the norms first.
@Suite("Transformer block against PyTorch")
struct TransformerBlockTests {
  /// What make_goldens.py writes for a block.
  struct Golden: Decodable, CustomTestStringConvertible {
    let size: Int
    let heads: Int
    let lengths: [Int]
    let output: [Double]
    let gradients: [[Double]]
    let dInput: [Double]

    var testDescription: String { "D \(size), \(heads) heads, lengths \(lengths)" }
  }

  private func block(_ golden: Golden, dropout: Float = 0, _ pool: WorkerPool) -> TransformerBlock {
    let block = TransformerBlock(
      size: golden.size, heads: golden.heads, dropout: dropout, number: 0, prefix: "block",
      precision: .f32)
    for (salt, parameter) in block.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    block.packWeights(for: .training, pool: pool)
    return block
  }

  @Test(
    "Everything agrees to five digits",
    arguments: try GoldenFile.decode("transformer.json", as: [Golden].self), [1, 3])
  func agreement(golden: Golden, threads: Int) {
    let pool = WorkerPool(threads: threads)
    let block = block(golden, pool)
    let layout = SequenceLayout(lengths: golden.lengths)
    let step = TrainingStep(seed: 1, number: 0)
    let output = Matrix(rows: 0, columns: golden.size)
    block.forward(
      Matrix(rows: layout.rows, columns: golden.size, salt: 101), layout: layout, step: step,
      into: output, pool: pool)
    check(output.values, golden.output, "output")
    let gradient = Matrix(rows: layout.rows, columns: golden.size, salt: 104)
    block.backward(gradient, layout: layout, step: step, pool: pool)
    check(gradient.values, golden.dInput, "dInput")
    #expect(golden.gradients.count == block.parameters.count)
    for (parameter, expected) in zip(block.parameters, golden.gradients) {
      check(parameter.gradient.values, expected, parameter.name)
    }
  }

  @Test("Dropout acts in training alone, and the same step drops the same")
  func dropout() throws {
    let golden = try GoldenFile.decode("transformer.json", as: [Golden].self)[0]
    let pool = WorkerPool(threads: 2)
    let block = block(golden, dropout: 0.5, pool)
    let layout = SequenceLayout(lengths: golden.lengths)
    let input = Matrix(rows: layout.rows, columns: golden.size, salt: 101)
    func output(_ number: UInt64?) -> [Float] {
      let output = Matrix(rows: 0, columns: golden.size)
      block.forward(
        input, layout: layout, step: number.map { TrainingStep(seed: 1, number: $0) },
        into: output, pool: pool)
      return output.values
    }
    check(output(nil), golden.output, "output without dropout")
    #expect(output(3) == output(3))
    #expect(output(3) != output(4))
  }

  private func check(_ values: [Float], _ expected: [Double], _ name: String) {
    #expect(values.count == expected.count, "\(name)")
    let error = zip(values, expected).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(error < 1e-5 * max(1, expected.map(abs).max() ?? 0), "\(name)")
  }
}
