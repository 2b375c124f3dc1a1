import NeuralLayers
import TensorKit

/// The decoder predicts every token of a sentence from its first view's z and the true tokens before.
///
/// Teacher forcing. The weights are those of the decoder, which every architecture has.
final class Reconstruction: LossTerm {
  let objective: Objective
  /// The softmax of training where that is over a sample.
  private let sampled: SampledSoftmax?

  init(
    _ objective: Objective, _ output: SoftmaxOutput, sampleSize: Int?, _ precision: Precision
  ) {
    self.objective = objective
    sampled = sampleSize.flatMap { size in
      size < output.vocabularySize
        ? SampledSoftmax(output, size: size, precision: precision) : nil
    }
  }

  func score(
    _ batch: TokenBatch, of network: AutoencoderNetwork, training: TrainingStep?,
    pool: WorkerPool
  ) -> TermScore {
    network.runDecoder(batch, dropout: training, pool: pool)
    let (decoder, targets) = (network.decoder, batch.targets.tokens)
    let score: SoftmaxOutput.Score
    if let training, let sampled {
      score = sampled.score(
        decoder.topOutput, targets: targets, scale: Float(objective.weight),
        sampledBy: RandomStream(
          seed: training.seed, purpose: .wordSample, step: training.number, item: 1),
        dInput: decoder.dTop, pool: pool)
    } else {
      score = network.output.score(
        decoder.topOutput, targets: targets, scale: Float(objective.weight),
        dInput: training == nil ? nil : decoder.dTop, pool: pool)
    }
    if let training { network.backwardDecoder(batch, dropout: training, pool: pool) }
    return TermScore(
      objective: objective, loss: score.loss, count: score.tokens, correct: score.correct)
  }
}
