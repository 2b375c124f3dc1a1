import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Output layer over a sample of the vocabulary")
struct SampledSoftmaxOutputTests {
  private static let targets = (0..<30).map { UInt32($0 * $0 % 37) }
  private static let input = Matrix(rows: 30, columns: 8, salt: 3)

  private func layer(_ vocabulary: Int, _ precision: Precision = .f32) -> SoftmaxOutput {
    let layer = SoftmaxOutput(
      inputSize: 8, vocabularySize: vocabulary, prefix: "output", precision: precision)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    return layer
  }

  private struct Result: Equatable {
    var loss: Double
    var gradients: [[Float]]
  }

  private func result(_ layer: SoftmaxOutput, _ score: SoftmaxOutput.Score, _ dInput: Matrix)
    -> Result
  {
    let dense = Matrix(rows: layer.vocabularySize, columns: 8)
    for row in 0..<layer.weight.gradient.rows {
      dense.copyRow(layer.weight.touchedRows?[row] ?? row, from: layer.weight.gradient, row)
    }
    return Result(
      loss: score.loss, gradients: [dense.values, layer.bias.gradient.values, dInput.values])
  }

  private func whole(_ vocabulary: Int) -> Result {
    let (layer, dInput) = (layer(vocabulary), Matrix(rows: 30, columns: 8))
    let score = layer.score(
      Self.input, targets: Self.targets, scale: 0.5, dInput: dInput, pool: WorkerPool(threads: 1))
    return result(layer, score, dInput)
  }

  private func sampled(
    _ layer: SoftmaxOutput, _ output: SampledSoftmax, step: UInt64 = 1, threads: Int = 1
  ) -> Result {
    let dInput = Matrix(rows: 30, columns: 8)
    let score = output.score(
      Self.input, targets: Self.targets, scale: 0.5,
      sampledBy: RandomStream(seed: 1, purpose: .wordSample, step: step), dInput: dInput,
      pool: WorkerPool(threads: threads))
    #expect(score.tokens == 30)
    return result(layer, score, dInput)
  }

  @Test("has, averaged over many samples, the loss and gradients of the full softmax")
  func unbiased() {
    let (whole, layer) = (whole(300), layer(300))
    let output = SampledSoftmax(layer, size: 100, precision: .f32)
    let count = 400
    var loss = 0.0
    var sums = whole.gradients.map { [Double](repeating: 0, count: $0.count) }
    for step in 0..<count {
      let result = sampled(layer, output, step: UInt64(step))
      loss += result.loss / Double(count)
      for (part, values) in result.gradients.enumerated() {
        for (index, value) in values.enumerated() {
          sums[part][index] += Double(value) / Double(count)
        }
      }
    }
    #expect(abs(loss / whole.loss - 1) < 2e-3)
    for part in whole.gradients.indices {
      #expect(relativeError(sums[part], whole.gradients[part].map(Double.init)) < 0.05, "\(part)")
    }
  }

  @Test("gives a row of gradients to every target, and to as many words as the sample in all")
  func rows() throws {
    let layer = layer(2_000)
    let result = sampled(layer, SampledSoftmax(layer, size: 64, precision: .f32))
    let touched = try #require(layer.weight.touchedRows)
    #expect(touched == touched.sorted() && Set(touched).count == 64)
    #expect(Set(Self.targets.map(Int.init)).isSubset(of: touched))
    #expect((0..<2_000).allSatisfy { touched.contains($0) == (result.gradients[1][$0] != 0) })
  }

  @Test("grows with a batch of more words than the sample, and shrinks again")
  func crowded() {
    let layer = layer(50)
    let output = SampledSoftmax(layer, size: 2, precision: .f32)
    let own = Set(Self.targets.map(Int.init)).sorted()
    let first = sampled(layer, output)
    #expect(layer.weight.touchedRows == own)
    _ = output.score(
      Matrix(rows: 1, columns: 8, salt: 1), targets: [7], scale: 1,
      sampledBy: RandomStream(seed: 1, purpose: .wordSample), dInput: Matrix(rows: 1, columns: 8),
      pool: WorkerPool(threads: 1))
    #expect(layer.weight.touchedRows?.count == 2)
    #expect(sampled(layer, output) == first)
  }

  @Test("gives the same bytes for any number of threads", arguments: Precision.allCases)
  func threads(_ precision: Precision) {
    let results = [1, 2, 3].map { threads in
      let layer = layer(3_000, precision)
      return sampled(
        layer, SampledSoftmax(layer, size: 700, precision: precision), threads: threads)
    }
    #expect(results[1] == results[0] && results[2] == results[0])
  }
}
