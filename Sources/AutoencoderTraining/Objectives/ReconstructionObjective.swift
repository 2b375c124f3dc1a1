import AutoencoderModel
import NeuralLayers
import TensorKit

/// The decoder predicts every token of a sentence from z of its first view and the tokens before.
///
/// Teacher forcing. The weights are those of the decoder, which is part of the model.
final class ReconstructionObjective: LossTerm {
  static let name = "reconstruct"
  static let parameters = [PartParameter("SHARE", 0.001...1, standard: 1)]
  static let help =
    "Reconstruct the sentence, token by token. With SHARE, only that fraction of the sentences of "
    + "a batch is reconstructed, which saves most of the time."
  static let needs = BatchNeeds.decoder
  static let isMeasuredPerToken = true
  static func decodedShare(of objective: Objective) -> Double { objective.values[0] }

  private let output: SoftmaxOutput
  /// The sampled softmax of training; nil if all words are used.
  private let sampled: SampledSoftmax?

  init(_ objective: Objective, _ context: TermContext) {
    guard let output = context.decoder?.output else { preconditionFailure("no decoder") }
    self.output = output
    sampled = context.softmaxSample.flatMap { size in
      size < output.vocabularySize
        ? SampledSoftmax(output, size: size, precision: context.precision) : nil
    }
  }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    guard let decoded = batch.decoded else { preconditionFailure("a batch without its decoder") }
    let score: SoftmaxOutput.Score
    if let step = batch.step, let sampled {
      score = sampled.score(
        decoded.states, targets: decoded.targets, scale: batch.weight,
        sampledBy: RandomStream(
          seed: step.seed, purpose: .wordSample, step: step.number, item: 1),
        dInput: decoded.dStates, pool: pool)
    } else {
      score = output.score(
        decoded.states, targets: decoded.targets, scale: batch.weight,
        dInput: batch.step == nil ? nil : decoded.dStates, pool: pool)
    }
    return TermScore(Self.name, loss: score.loss, count: score.tokens, correct: score.correct)
  }
}

extension Objective {
  /// Reconstruct the sentence, token by token. In nats per token.
  ///
  /// - Parameters:
  ///   - weight: the weight in the sum of the losses.
  ///   - share: the fraction of the sentences of a batch to reconstruct, 0.001 to 1.
  /// - Returns: the objective.
  public static func reconstruct(weight: WeightSchedule = 1, share: Double = 1) -> Objective {
    Objective(ReconstructionObjective.self, weight: weight, share)
  }

  /// Reconstruct the sentence, token by token.
  public static var reconstruct: Objective { reconstruct() }
}
