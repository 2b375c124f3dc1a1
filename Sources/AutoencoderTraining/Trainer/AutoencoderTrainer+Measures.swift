import AutoencoderModel
import Foundation
import NeuralLayers
import Tokenization

extension AutoencoderTrainer {
  /// The number of updates that the epochs take; windows are taken to be full.
  var totalSteps: Int {
    let training = data.corpus.sentenceCount - (data.validation == nil ? heldOutCount : 0)
    return options.epochs * max(1, (training + options.batchSize - 1) / options.batchSize)
  }

  private var heldOutCount: Int {
    split.threshold == nil ? 0 : validationSentences.count
  }

  /// The share of the run that is done: of its steps, or of its time if that is further.
  var fractionDone: Double {
    let bySteps = Double(state.step) / Double(totalSteps)
    let byTime = secondsForSteps.map { clock.totalSeconds / $0 } ?? 0
    return min(1, max(bySteps, byTime))
  }

  /// The time budget without what comes after the last step; nil without a budget.
  var secondsForSteps: Double? {
    options.timeBudget.map { max(0.001, $0 - closingSeconds) }
  }

  /// Seconds that the end of the run takes, about: a validation, saving, and what is encoded afterwards.
  ///
  /// What has not been done in this process yet is judged by the speed of training, and by 500 MB per second.
  private var closingSeconds: Double {
    guard tokensOfProcess > 0 else { return 0 }
    let forwardRate = 3 * Double(tokensOfProcess) / max(clock.trainingSeconds, 1e-9)
    let meanLength = Double(data.corpus.tokenCount) / Double(data.corpus.sentenceCount)
    // Most tokens are scored, and some sentences decoded, which takes longer.
    let measured = meanLength * Double(validationSentences.count + 2_000)
    let validation = clock.validationSeconds ?? measured / forwardRate
    let saving = clock.savingSeconds ?? Double(checkpoint.byteCount) * 1.25 / 500e6
    return validation + saving + Double(tokensAfterwards) / forwardRate
  }

  /// The rate of the next update. With a time budget it falls with the clock.
  var learningRate: Float {
    let schedule = options.schedule(totalSteps: totalSteps)
    guard options.timeBudget != nil, state.step >= schedule.warmupSteps else {
      return schedule.rate(at: state.step)
    }
    let left = Float(1 - fractionDone)
    return options.learningRate
      * (options.finalLearningRateFraction + left * (1 - options.finalLearningRateFraction))
  }

  /// Measures the network on the held-out sentences; on the corpus itself if it holds out none.
  func measure() throws -> ValidationReport {
    let validation = Validation(
      network: network,
      decoder: SentenceDecoder(
        network.decoder, tokenizer: tokenizer, maximumLength: options.maximumLength, pool: pool),
      bosID: tokenizer.bosID, unknownID: tokenizer.unknownID, views: views?.ofHeldOut,
      pool: pool)
    let hasOwn = validationSentences.count > 0
    let result = try validation.measure(hasOwn ? validationSentences : .file(data.corpus))
    let reconstruction = result.score[Objective.reconstruct.name]
    let isAtEndOfEpoch = (state.window, state.batch) == (0, 0)
    return ValidationReport(
      step: state.step, epoch: isAtEndOfEpoch ? state.epoch : state.epoch + 1,
      tokens: state.tokens,
      seconds: clock.totalSeconds,
      tokensPerSecond: Double(tokensOfProcess) / max(clock.trainingSeconds, 1e-9),
      learningRate: learningRate,
      trainLoss: state.lossSum / Double(max(1, state.lossTokens)),
      validationLoss: result.score.total,
      objectiveLosses: result.score.means,
      // Finite also where e to the loss is not, because JSON has no infinity.
      perplexity: reconstruction.map { min(exp($0.mean), .greatestFiniteMagnitude) },
      tokenAccuracy: reconstruction.map { Double($0.correct) / Double(max(1, $0.count)) },
      exactReconstructions: reconstruction.map { _ in
        Double(result.exact) / Double(max(1, result.sampled))
      },
      bleu: reconstruction.map { _ in result.bleu.score },
      validationSentences: hasOwn ? validationSentences.count : 0,
      precision: precision.rawValue)
  }
}
