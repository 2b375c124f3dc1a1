import AutoencoderModel
import NeuralLayers
import TensorKit

/// Sentences that belong together should be closer to each other than to those of other pairs.
///
/// The loss of `contrast`, with the sentences of a pair as the two views. It is computed for
/// batches of pairs, and all others for batches of the corpus.
final class PairObjective: LossTerm {
  static let name = "pair"
  static let help =
    "Identify the partner of a sentence among the pairs of a batch, given pairs of sentences that "
    + "belong together."
  static let needs = BatchNeeds.pairs
  static let teachesTokenVectors = true

  private let loss: ContrastiveLoss

  init(_ objective: Objective, _ context: TermContext) {
    loss = ContrastiveLoss(
      size: context.architecture.dimension, temperature: ContrastiveObjective.temperature)
  }

  /// Cosines of all pairs of sentences, half of which are used.
  static func floats(ofBatch batch: BatchShape) -> Int { 2 * batch.sentences * batch.sentences }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let score = loss.score(
      batch.latents, scale: batch.weight, dInput: batch.dLatents, pool: pool)
    batch.clock?.mark("pair")
    return TermScore(Self.name, loss: score.loss, count: score.sentences)
  }
}

extension Objective {
  /// Identify the partner of a sentence among the pairs of a batch. In nats per sentence.
  public static func pair(weight: WeightSchedule = 1) -> Objective {
    Objective(PairObjective.self, weight: weight)
  }

  /// Identify the partner of a sentence among the pairs of a batch.
  public static var pair: Objective { pair() }
}
