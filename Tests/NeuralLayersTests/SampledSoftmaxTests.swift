import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Bag of words over a sample of the vocabulary")
struct SampledSoftmaxTests {
  private let pool = WorkerPool(threads: 2)
  private static let bags = WordBags(12) { sentence in
    (0..<1 + sentence % 4).map { UInt32($0 * 5 + sentence % 3) }
  } weight: {
    1 / Float($0 + 1)
  }
  private static let input = Matrix(rows: 12, columns: 6, salt: 3)

  private func layer(
    vocabulary: Int, sample: Int, precision: Precision = .f32, weights: Bool = true
  ) -> BagOfWordsLoss {
    let layer = BagOfWordsLoss(
      inputSize: 6, vocabularySize: vocabulary, sampleSize: sample, prefix: "bag",
      precision: precision)
    if weights {
      for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    }
    layer.packWeights(for: .inference, pool: pool)
    return layer
  }

  private func random(_ step: UInt64) -> RandomStream {
    RandomStream(seed: 1, purpose: .wordSample, step: step)
  }

  /// Loss and gradients, those of the weights as dense matrices.
  private func run(
    _ layer: BagOfWordsLoss, _ random: RandomStream?, pool other: WorkerPool? = nil
  ) -> (loss: Double, gradients: [[Float]]) {
    let dInput = Matrix(rows: 12, columns: 6)
    let score = layer.score(
      Self.input, bags: Self.bags, sampledBy: random, dInput: dInput, pool: other ?? pool)
    let dense = Matrix(rows: layer.vocabularySize, columns: 6)
    for row in 0..<layer.weight.gradient.rows {
      dense.copyRow(layer.weight.touchedRows?[row] ?? row, from: layer.weight.gradient, row)
    }
    return (score.loss, [dense.values, layer.bias.gradient.values, dInput.values])
  }

  @Test("is the full softmax where the vocabulary is no larger than the sample")
  func small() {
    let layer = layer(vocabulary: 40, sample: 40)
    let whole = run(layer, nil)
    #expect(layer.weight.touchedRows == nil)
    let sampled = run(layer, random(1))
    #expect(sampled.loss == whole.loss && sampled.gradients == whole.gradients)
  }

  @Test("is close to the full softmax where few words are missing from the sample")
  func nearly() {
    let layer = layer(vocabulary: 400, sample: 399)
    let (whole, sampled) = (run(layer, nil), run(layer, random(1)))
    #expect(layer.weight.touchedRows?.count == 399)
    #expect(abs(sampled.loss / whole.loss - 1) < 1e-2 && sampled.loss != whole.loss)
  }

  @Test("has, averaged over many samples, the loss and gradients of the full softmax")
  func unbiased() throws {
    let layer = layer(vocabulary: 300, sample: 100)
    let whole = run(layer, nil)
    let count = 400
    var loss = 0.0
    var sums = whole.gradients.map { [Double](repeating: 0, count: $0.count) }
    for step in 0..<count {
      let sampled = run(layer, random(UInt64(step)))
      loss += sampled.loss / Double(count)
      for (part, values) in sampled.gradients.enumerated() {
        for (index, value) in values.enumerated() {
          sums[part][index] += Double(value) / Double(count)
        }
      }
    }
    #expect(abs(loss / whole.loss - 1) < 2e-3)
    // Errors are relative to the whole gradient: single words stay noisy after 400 samples.
    for part in [0, 1, 2] {
      #expect(relativeError(sums[part], whole.gradients[part].map(Double.init)) < 0.05, "\(part)")
    }
  }

  @Test("has a row of gradients for every word of the batch, and as many as the sample in all")
  func rows() throws {
    let layer = layer(vocabulary: 1_000, sample: 64)
    _ = run(layer, random(5))
    let touched = try #require(layer.weight.touchedRows)
    #expect(touched == touched.sorted() && Set(touched).count == 64)
    #expect(layer.weight.gradient.rows == 64)
    let own = Set(Self.bags.words.map(Int.init))
    #expect(own.isSubset(of: touched))
    let drawn = touched.filter { !own.contains($0) }
    #expect((drawn.max() ?? 0) > 800 && (drawn.min() ?? .max) < 200)
    _ = run(layer, random(6))
    #expect(layer.weight.touchedRows != touched)
    // Words outside the sample have no gradient of their bias.
    let untouched = Set(0..<1_000).subtracting(try #require(layer.weight.touchedRows))
    #expect(untouched.allSatisfy { layer.bias.gradient[0, $0] == 0 })
  }

  @Test("grows with a batch of more words than the sample")
  func crowded() throws {
    let layer = layer(vocabulary: 50, sample: 4)
    _ = run(layer, random(1))
    let own = Set(Self.bags.words.map(Int.init))
    #expect(layer.weight.touchedRows == own.sorted())
  }

  @Test("gives the same bytes for any number of threads", arguments: Precision.allCases)
  func threads(_ precision: Precision) {
    let results = [1, 2, 3].map { threads in
      run(
        layer(vocabulary: 3_000, sample: 700, precision: precision), random(1),
        pool: WorkerPool(threads: threads))
    }
    #expect(results[1].loss == results[0].loss && results[2].loss == results[0].loss)
    #expect(results[1].gradients == results[0].gradients)
    #expect(results[2].gradients == results[0].gradients)
  }

  @Test("leaves no state behind that a full softmax would use")
  func alternating() {
    let layer = layer(vocabulary: 300, sample: 100)
    let first = run(layer, nil)
    _ = run(layer, random(1))
    let second = run(layer, nil)
    #expect(first.loss == second.loss && first.gradients == second.gradients)
  }
}
