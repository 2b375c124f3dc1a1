import NeuralLayers
import TensorKit

/// The decoder predicts every token of a sentence from its first view's z and the true tokens before.
///
/// Teacher forcing. The weights are those of the decoder, which every architecture has.
final class Reconstruction: LossTerm {
  let objective: Objective

  init(_ objective: Objective) {
    self.objective = objective
  }

  func score(
    _ batch: TokenBatch, of network: AutoencoderNetwork, training: StackedLSTM.DropoutKey?,
    pool: WorkerPool
  ) -> TermScore {
    network.runDecoder(batch, dropout: training, pool: pool)
    let decoder = network.decoder
    let score = network.output.score(
      decoder.topOutput, targets: batch.targets.tokens, scale: Float(objective.weight),
      dInput: training == nil ? nil : decoder.dTop, pool: pool)
    if let training { network.backwardDecoder(batch, dropout: training, pool: pool) }
    return TermScore(
      objective: objective, loss: score.loss, count: score.tokens, correct: score.correct)
  }
}
