import NeuralLayers
import TensorKit

/// Two corrupted views of a sentence shall be nearer to each other than to the other sentences.
final class ContrastiveObjective: LossTerm {
  /// As in SimCSE (Gao, Yao and Chen 2021).
  static let temperature: Float = 0.05

  let objective: Objective
  private let loss: ContrastiveLoss

  init(_ objective: Objective, _ shape: Architecture) {
    self.objective = objective
    loss = ContrastiveLoss(size: shape.dimension, temperature: Self.temperature)
  }

  func score(
    _ batch: TokenBatch, of network: AutoencoderNetwork, training: TrainingStep?,
    pool: WorkerPool
  ) -> TermScore {
    let score = loss.score(
      network.activations.latent, scale: Float(objective.weight),
      dInput: training == nil ? nil : network.gradients.latent, pool: pool)
    network.clock?.mark("contrast")
    return TermScore(objective: objective, loss: score.loss, count: score.sentences)
  }
}
