import AutoencoderModel
import AutoencoderTraining
import Foundation
import DataStructures
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
    [9, 10, 3], [8, 4, 8, 3], [5, 10, 6, 8, 3], [9, 3], [5, 6, 3], [8, 7, 3], [6, 3], [3],
  ]

  /// What the objectives count; those of 0 do not take part.
  struct Weights {
    var reconstruct = 0.0
    var share = 1.0
    var bag = 0.0
    var contrast = 0.0
    var overlap = 0.0
  }

  @Test(
    "are those of central differences in every direction tried",
    arguments: [
      Weights(reconstruct: 1), Weights(bag: 1), Weights(contrast: 1), Weights(overlap: 1),
      Weights(reconstruct: 0.7, contrast: 0.4), Weights(reconstruct: 0.5, bag: 1.5),
      Weights(reconstruct: 0.7, bag: 1.3, contrast: 0.4, overlap: 2),
      Weights(reconstruct: 0.7, share: 0.5),
      Weights(reconstruct: 0.7, share: 0.5, bag: 1.3, contrast: 0.4),
      Weights(reconstruct: 0.7, share: 0.1, bag: 1.3, overlap: 0.4),
    ])
  func composed(weights: Weights) throws {
    let (share, isTwice) = (weights.share, weights.contrast + weights.overlap > 0)
    let objectives = [
      Objective.reconstruct(weight: WeightSchedule(weights.reconstruct), share: share),
      Objective.bag(weight: WeightSchedule(weights.bag)),
      Objective.contrast(weight: WeightSchedule(weights.contrast)),
      Objective.lexical(weight: WeightSchedule(weights.overlap)),
    ].filter { $0.weight.end > 0 }
    let sentenceCounts = [0, 0, 0, 0, 0, 40, 300, 2, 60, 900, 3]
    let wordWeights = WordWeights(
      counts: [0, 0, 0, 0, 0, 50, 9_000, 2, 70, 10_000, 3], sentenceCounts: sentenceCounts,
      sentences: 1_000)
    let inverseDocumentFrequencies = sentenceCounts.map {
      $0 == 0 ? 0 : 1 + log(1_001 / Double($0 + 1))
    }
    let network = AutoencoderNetwork(
      Self.shape, objectives: objectives, words: wordWeights, precision: .f32)
    network.initialize(seed: 3)
    let pool = WorkerPool(threads: 1)
    network.packWeights(pool: pool)
    var batch = TokenBatch()
    let views = isTwice ? Self.views : Array(Self.views[..<4])
    batch.update(TokenSequences(Self.sentences), bosID: 2, decodedShare: share) {
      $1 = TokenSequences(views)
    }
    let ordered = batch.sentences.lists
    var bags = WordBags()
    wordWeights.appendBags(of: batch.sentences, to: &bags)
    let key = TrainingStep(seed: 1, number: 0)
    let score = network.score(batch, step: key, pool: pool)

    let plain = PlainAutoencoder(
      network, hiddenSize: 4, sentences: ordered,
      views: views, bags: bags, decodedCount: Int((4 * share).rounded(.up)),
      inverseDocumentFrequencies: inverseDocumentFrequencies, bosID: 2)
    func loss(_ model: PlainAutoencoder) -> Double {
      model.loss(
        reconstruct: weights.reconstruct, bag: weights.bag, contrast: weights.contrast,
        overlap: weights.overlap)
    }
    #expect(abs(score.total / loss(plain) - 1) < 1e-5)
    #expect(network.score(batch, pool: pool) == score)
    for parameter in (network.modelParameters + network.headParameters) {
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
