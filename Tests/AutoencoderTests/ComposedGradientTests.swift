import Autoencoder
import NeuralLayers
import TensorKit
import Testing

@Suite("Gradients of a model of several objectives")
struct ComposedGradientTests {
  private static let shape = Architecture(
    vocabularySize: 11, embeddingSize: 3, hiddenSize: 4, latentSize: 5)
  /// The longest first, as a batch has them, so that views and sentences belong together.
  private static let sentences: [[UInt32]] = [
    [5, 9, 10, 6, 5, 3], [7, 7, 8, 3], [6, 5, 10, 3], [9, 3],
  ]
  /// Other lengths than the sentences, in another order of length.
  private static let views: [[UInt32]] = [
    [9, 10, 3], [7, 4, 8, 3], [5, 10, 6, 8, 3], [9, 3], [5, 6, 3], [8, 7, 3], [6, 3], [3],
  ]

  @Test(
    "are those of central differences in every direction tried",
    arguments: [
      (1.0, 1.0, 0.0, 0.0), (0, 1, 1, 0), (0, 1, 0, 1), (0.7, 1, 0, 0.4), (0.5, 1, 1.5, 0),
      (0.7, 1, 1.3, 0.4), (0.7, 0.5, 0, 0), (0.7, 0.5, 1.3, 0.4), (0.7, 0.1, 1.3, 0.4),
    ])
  func composed(reconstruct: Double, share: Double, bag: Double, contrast: Double) throws {
    let objectives = [
      Objective(.reconstruct, weight: reconstruct, share: share), Objective(.bag, weight: bag),
      Objective(.contrast, weight: contrast),
    ].compactMap(\.self).filter { $0.weight > 0 }
    let wordWeights = WordWeights(counts: [0, 0, 0, 0, 0, 50, 9_000, 2, 70, 10_000, 3])
    let network = AutoencoderNetwork(
      Self.shape, objectives: objectives, wordWeights: wordWeights, precision: .f32)
    network.initialize(seed: 3)
    let pool = WorkerPool(threads: 1)
    network.packWeights(backward: true, pool: pool)
    var batch = TokenBatch()
    var ordered: [[UInt32]] = []
    batch.update(Self.sentences, beginID: 2, decodedShare: share) { sentences in
      ordered = sentences
      return contrast > 0 ? Self.views : Array(Self.views[..<4])
    }
    let key = StackedLSTM.DropoutKey(seed: 1, step: 0)
    let score = network.score(batch, training: key, pool: pool)

    let plain = PlainAutoencoder(
      network, hiddenSize: 4, sentences: ordered, views: Self.views,
      bags: ordered.map(wordWeights.bag), decodedCount: Int((4 * share).rounded(.up)), beginID: 2)
    func loss(_ model: PlainAutoencoder) -> Double {
      model.loss(reconstruct: reconstruct, bag: bag, contrast: contrast)
    }
    #expect(abs(score.total / loss(plain) - 1) < 1e-5)
    #expect(network.score(batch, pool: pool) == score)
    for parameter in network.parameters {
      for direction in 0..<4 {
        let (measured, expected, size) = slopes(plain, parameter, direction, loss)
        #expect(
          abs(measured - expected) < 1e-5 * max(size, 1e-3), "\(parameter.name) \(direction)")
      }
    }
  }

  /// The slope of the loss along a random direction: by the gradient, by differences, and its bound.
  private func slopes(
    _ plain: PlainAutoencoder, _ parameter: Parameter, _ direction: Int,
    _ loss: (PlainAutoencoder) -> Double
  ) -> (Double, Double, Double) {
    var random = RandomStream(seed: 9, purpose: .testData, item: UInt64(direction))
    let (rows, columns) = (parameter.value.rows, parameter.value.columns)
    let along = (0..<rows).map { _ in (0..<columns).map { _ in Double(random.normal()) } }
    func moved(_ step: Double) -> Double {
      var model = plain
      for row in 0..<rows {
        for column in 0..<columns {
          model.weights[parameter.name]?[row][column] += step * along[row][column]
        }
      }
      return loss(model)
    }
    var (measured, square) = (0.0, 0.0)
    for index in 0..<parameter.gradient.rows {
      let row = parameter.touchedRows?[index] ?? index
      for (column, value) in parameter.gradient.row(index).enumerated() {
        measured += Double(value) * along[row][column]
        square += Double(value) * Double(value)
      }
    }
    let step = 1e-5
    let size = (square * Double(rows * columns)).squareRoot()
    return (measured, (moved(step) - moved(-step)) / (2 * step), size)
  }
}
