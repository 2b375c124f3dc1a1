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
    let byTime = options.timeBudget.map { clock.totalSeconds / $0 } ?? 0
    return min(1, max(bySteps, byTime))
  }

  /// The rate of the next update. Under a time budget it falls with the clock.
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
        network: network, maximumLength: options.maximumLength, bosID: tokenizer.bosID,
        eosID: tokenizer.eosID, forbidden: tokenizer.nonTextIDs, pool: pool),
      bosID: tokenizer.bosID, unknownID: tokenizer.unknownID, views: views?.ofHeldOut,
      pool: pool)
    let hasOwn = validationSentences.count > 0
    let result = try validation.measure(hasOwn ? validationSentences : .file(data.corpus))
    let reconstruction = result.score[.reconstruct]
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
      // A number also where e to the loss is none, because JSON knows no infinity.
      perplexity: reconstruction.map { min(exp($0.mean), .greatestFiniteMagnitude) },
      tokenAccuracy: reconstruction.map { Double($0.correct) / Double(max(1, $0.count)) },
      exactReconstructions: reconstruction.map { _ in
        Double(result.exact) / Double(max(1, result.sampled))
      },
      bleu: reconstruction.map { _ in result.bleu.score },
      validationSentences: hasOwn ? validationSentences.count : 0,
      precision: network.precision.rawValue)
  }
}

extension Tokenizer {
  /// Marks that stand for no text, which a decoder must not write.
  var nonTextIDs: [UInt32] { [padID, bosID, blankID] }
}
