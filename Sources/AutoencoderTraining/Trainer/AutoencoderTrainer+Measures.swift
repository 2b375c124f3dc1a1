import AutoencoderModel
import Foundation
import NeuralLayers
import Tokenization

extension AutoencoderTrainer {
  /// The number of updates in all epochs, if every window is full.
  var totalSteps: Int {
    options.epochs * (corpusBatches + (pairs?.countPerEpoch ?? 0))
  }

  /// The batches of the corpus in an epoch, if every window is full.
  var corpusBatches: Int {
    let training = data.corpus.sentenceCount - (data.validation == nil ? heldOutCount : 0)
    return max(1, (training + options.batchSize - 1) / options.batchSize)
  }

  private var heldOutCount: Int {
    split.threshold == nil ? 0 : validationSentences.count
  }

  /// The fraction of the run that is done: of its steps, or of its time if that is larger.
  var fractionDone: Double {
    let bySteps = Double(state.step) / Double(totalSteps)
    let byTime = secondsForSteps.map { clock.totalSeconds / $0 } ?? 0
    return min(1, max(bySteps, byTime))
  }

  /// The number of updates that the run will take, about: those of its epochs, or as many as there is
  /// time for.
  var expectedSteps: Int {
    guard let seconds = secondsForSteps else { return totalSteps }
    let share = clock.seconds / max(1e-9, seconds - clock.earlierSeconds)
    let byTime = Double(stepsOfProcess + 1) / max(share, 1e-6)
    return min(totalSteps, max(state.step, state.step - stepsOfProcess + Int(min(byTime, 1e15))))
  }

  /// The time budget minus the time for the end of the run; nil without a budget.
  var secondsForSteps: Double? {
    options.timeBudget.map { max(0.001, $0 - closingSeconds) }
  }

  /// Estimated seconds for the end of the run: a validation, saving, and encoding afterwards.
  ///
  /// Zero before `calibrate` or the first validation. Saving is estimated at 300 MB per second
  /// until it has been timed.
  private var closingSeconds: Double {
    guard let validation = clock.validationSeconds ?? clock.expectedValidationSeconds
    else { return 0 }
    let saving = clock.savingSeconds ?? Double(checkpoint.byteCount) * 1.25 / 300e6
    return validation + saving + clock.encodingSeconds
  }

  /// Steps after which a run with a time budget measures how long its end will take: soon, because
  /// there may be no time for more, and again when all memory has been touched.
  static let stepsToCalibrate = [1, 20]

  /// Encodes and scores a few held-out sentences, to estimate how long the end of the run takes.
  func calibrate() throws {
    guard options.timeBudget != nil, clock.validationSeconds == nil else { return }
    let validation = makeValidation()
    func secondsPerToken(_ work: () throws -> Int) rethrows -> Double {
      let start = clock.seconds
      let tokens = try work()
      return (clock.seconds - start) / Double(max(1, tokens))
    }
    let (source, size) = (validationSource, min(64, options.batchSize))
    let encoding = try secondsPerToken { try validation.encode(first: size, of: source) }
    // Encoding many sentences uses a table of input products, which halves the time.
    clock.encodingSeconds = Double(tokensAfterwards) * encoding / 2
    let perToken = try secondsPerToken { try validation.score(first: size, of: source) }
    let meanLength = Double(data.corpus.tokenCount) / Double(data.corpus.sentenceCount)
    // All tokens are scored; those of a sample are also decoded, which is slower.
    let tokens = meanLength * Double(validationSource.count + 2 * Validation.sampleSize)
    clock.expectedValidationSeconds = tokens * perToken
  }

  /// The rate of the next update. With a time budget it decays with the clock.
  var learningRate: Float {
    let schedule = options.schedule(totalSteps: totalSteps)
    guard options.timeBudget != nil, state.step >= schedule.warmupSteps else {
      return schedule.rate(at: state.step)
    }
    let left = Float(1 - fractionDone)
    return options.learningRate
      * (options.finalLearningRateFraction + left * (1 - options.finalLearningRateFraction))
  }

  /// The held-out sentences; the corpus itself if it holds out none.
  private var validationSource: ValidationSentences {
    validationSentences.count > 0 ? validationSentences : .file(data.corpus)
  }

  private func makeValidation() -> Validation {
    Validation(
      network: network,
      decoder: SentenceDecoder(
        network.decoder, tokenizer: tokenizer, maximumLength: options.maximumLength, pool: pool),
      bosID: tokenizer.bosID, unknownID: tokenizer.unknownID, views: views?.ofHeldOut,
      teacher: data.validation == nil ? data.teacher : data.validationTeacher, labels: data.labels,
      pool: pool)
  }

  /// Measures the network on the held-out sentences; on the corpus itself if it holds out none.
  ///
  /// - Throws: `StoppedWork` if it was asked to stop, and `FileError`.
  func measure(_ events: TrainingEvents) throws -> ValidationReport {
    func check() throws {
      if events.shouldStop() { throw StoppedWork(outcome: .interrupted) }
    }
    let hasOwn = validationSentences.count > 0
    let result = try makeValidation().measure(validationSource, pairs?.heldOut, check: check)
    let reconstruction = options.activeObjectives.first { $0.kind.isMeasuredPerToken }
      .flatMap { result.score[$0.name] }
    let isAtEndOfEpoch = (state.window, state.batch) == (0, 0)
    return ValidationReport(
      step: state.step, epoch: isAtEndOfEpoch ? state.epoch : state.epoch + 1,
      tokens: state.tokens,
      seconds: clock.totalSeconds,
      tokensPerSecond: Double(tokensOfProcess) / max(clock.trainingSeconds, 1e-9),
      learningRate: learningRate,
      trainLoss: state.lossSum / Double(max(1, state.lossTokens))
        + (state.pairs.map { $0.lossSum / Double(max(1, $0.lossCount)) } ?? 0),
      validationLoss: result.score.progress,
      objectiveLosses: result.score.means,
      // Kept finite even if e to the loss overflows, because JSON has no infinity.
      perplexity: reconstruction.map { min(exp($0.mean), .greatestFiniteMagnitude) },
      tokenAccuracy: reconstruction.map { Double($0.correct) / Double(max(1, $0.count)) },
      exactReconstructions: reconstruction.map { _ in
        Double(result.exact) / Double(max(1, result.sampled))
      },
      bleu: reconstruction.map { _ in result.bleu.score },
      retrieval: retrieval?.score(network.encoder, pool: pool),
      validationSentences: hasOwn ? validationSentences.count : 0,
      precision: precision.rawValue)
  }
}
