import AutoencoderModel
import NeuralLayers
import TensorKit

/// Two corrupted views of a sentence should be closer to each other than to other sentences.
///
/// InfoNCE with views made by corruption, the temperature as in SimCSE (Gao, Yao and Chen 2021).
final class ContrastiveObjective: LossTerm {
  static let name = "contrast"
  static let help = "Identify a sentence among its batch by another corrupted view of it."
  static let needs = BatchNeeds.twoViews
  static let teachesTokenVectors = true
  static let temperature: Float = 0.05

  private let loss: ContrastiveLoss

  init(_ objective: Objective, _ context: TermContext) {
    loss = ContrastiveLoss(
      size: context.architecture.dimension, temperature: Self.temperature)
  }

  /// Cosines of all pairs of views, half of which are used.
  static func floats(ofBatch batch: BatchShape) -> Int { 2 * batch.sentences * batch.sentences }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let score = loss.score(
      batch.latents, scale: batch.weight, dInput: batch.dLatents, pool: pool)
    batch.clock?.mark("contrast")
    return TermScore(Self.name, loss: score.loss, count: score.sentences)
  }
}

extension Objective {
  /// Identify a sentence among the batch by another corrupted view of it. In nats per sentence.
  public static func contrast(weight: WeightSchedule = 1) -> Objective {
    Objective(ContrastiveObjective.self, weight: weight)
  }

  /// Identify a sentence among the batch by another corrupted view of it.
  public static var contrast: Objective { contrast() }
}
