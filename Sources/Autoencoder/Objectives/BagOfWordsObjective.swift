import NeuralLayers
import TensorKit

/// One linear layer predicts the words of a sentence, without their order, from z of each of its views.
///
/// Frequent words count for little, so that the direction of z is about what a sentence is about. With
/// words dropped from the input it also predicts those that the encoder has not seen.
final class BagOfWordsObjective: LossTerm {
  let objective: Objective
  private let layer: BagOfWordsLoss
  private let weights: WordWeights
  /// The words of the batch, once for every view.
  private var bags = WordBags()

  init(
    _ objective: Objective, _ shape: Architecture, _ weights: WordWeights, sampleSize: Int?,
    _ precision: Precision
  ) {
    self.objective = objective
    self.weights = weights
    layer = BagOfWordsLoss(
      inputSize: shape.dimension, vocabularySize: weights.stems?.count ?? shape.vocabularySize,
      sampleSize: sampleSize, prefix: "bag", precision: precision)
  }

  var parameters: [Parameter] { layer.parameters }
  func initialize(seed: UInt64) { layer.initialize(seed: seed) }
  func packWeights(pool: WorkerPool) { layer.packWeights(pool: pool) }

  func score(
    _ batch: TokenBatch, of network: AutoencoderNetwork, training: TrainingStep?,
    pool: WorkerPool
  ) -> TermScore {
    let sample = training.map {
      RandomStream(seed: $0.seed, purpose: .wordSample, step: $0.number)
    }
    let latent = network.activations.latent
    bags.removeAll()
    for _ in 0..<latent.rows / max(1, batch.sentences.count) {
      weights.appendBags(of: batch.sentences, to: &bags)
    }
    precondition(
      bags.count == latent.rows, "\(latent.rows) readings of \(batch.sentences.count) sentences")
    let score = layer.score(
      latent, bags: bags, scale: Float(objective.weight), sampledBy: sample,
      dInput: training == nil ? nil : network.gradients.latent, pool: pool)
    network.clock?.mark("bag of words")
    return TermScore(objective: objective, loss: score.loss, count: score.sentences)
  }
}
