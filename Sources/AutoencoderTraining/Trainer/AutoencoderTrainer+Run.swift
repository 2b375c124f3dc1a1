import AutoencoderModel
import Foundation
import DataStructures
import NeuralLayers
import TensorKit
import Tokenization

extension AutoencoderTrainer {
  /// Trains until the epochs, the time or the patience run out, or until it is asked to stop.
  ///
  /// - Throws: `AutoencoderError.diverged` if the loss is not finite, and `FileError` if a file
  /// cannot be written. The last checkpoint stays valid in both cases.
  public func run(_ events: TrainingEvents = TrainingEvents()) throws -> TrainingOutcome {
    try run(events, secondsBefore: 0, tokensAfterwards: 0)
  }

  /// Trains as a part of more work, which a time budget covers: `secondsBefore` were spent on it, and
  /// `tokensAfterwards` will be encoded after it.
  package func run(
    _ events: TrainingEvents, secondsBefore: Double, tokensAfterwards: Int
  ) throws -> TrainingOutcome {
    clock = TrainingClock()
    self.tokensAfterwards = tokensAfterwards
    clock.earlierSeconds = secondsBefore + max(log.seconds, state.budgetedSeconds ?? 0)
    network.packWeights(pool: pool)
    do {
      return try end(try train(events), events)
    } catch let stopped as StoppedWork {
      return try end(stopped.outcome, events)
    }
  }

  /// Trains; returns why it ended.
  private func train(_ events: TrainingEvents) throws -> TrainingOutcome {
    try measurePretrainedModel(events)
    // The run may have been interrupted in a validation.
    if isAtValidation { try validate(events) }
    while state.epoch < options.epochs {
      if hasLostPatience { return .stoppedEarly }
      if let outcome = try runEpoch(events) { return outcome }
      state.epoch += 1
      (state.window, state.batch) = (0, 0)
      try validate(events)
      try save()
    }
    return hasLostPatience ? .stoppedEarly : .finished
  }

  /// Whether there is a validation after the last update.
  private var isAtValidation: Bool {
    state.step % options.validationInterval == 0 || (state.window, state.batch) == (0, 0)
  }

  private var hasLostPatience: Bool { state.validationsWithoutGain >= options.patience }

  /// Trains to the end of the epoch; returns an outcome if the run ends earlier.
  private func runEpoch(_ events: TrainingEvents) throws -> TrainingOutcome? {
    let order = EpochOrder(
      seed: options.seed, epoch: state.epoch, chunkCount: data.corpus.chunkCount)
    while state.window < order.windowCount {
      let sentences = try trainingSentences(order.chunks(ofWindow: state.window))
      let batches = order.batches(
        lengths: (0..<sentences.count).map { sentences.tokens.length($0) }, window: state.window,
        batchSize: options.batchSize)
      while state.batch < batches.count {
        do {
          if let pairs, pairs.isDue(at: state.step, corpusBatches: corpusBatches) {
            try trainPairs(pairs, events)
          } else {
            try trainStep(batches[state.batch], of: sentences, events)
          }
        } catch let stopped as StoppedWork {
          return stopped.outcome
        }
        if let outcome = try afterStep(events) { return outcome }
      }
      state.window += 1
      state.batch = 0
    }
    return nil
  }

  /// The sentences of some chunks, without those held out.
  private func trainingSentences(_ chunks: ArraySlice<Int>) throws -> CorpusSentences {
    var sentences = CorpusSentences()
    for index in chunks {
      let chunk = try data.corpus.numberedChunk(index)
      let first = index * TokenFile.chunkSize
      for sentence in chunk.lines.indices where !split.holdsOut(first + sentence) {
        sentences.append(sentence, of: chunk)
      }
    }
    return sentences
  }

  /// One update with a batch of the corpus.
  private func trainStep(
    _ numbers: ArraySlice<Int>, of sentences: CorpusSentences, _ events: TrainingEvents
  ) throws {
    let start = clock.seconds
    batch.update(
      numbers, of: sentences.tokens, bosID: tokenizer.bosID, decodedShare: decodedShare
    ) {
      views?.write(of: $0, step: state.step, to: &$1)
    }
    if options.wordDropout > 0 {
      batch.hideWords(
        probability: options.wordDropout, as: tokenizer.blankID,
        step: TrainingStep(seed: options.seed, number: UInt64(state.step)))
    }
    if let teacher = data.teacher { batch.readTeacher(teacher, lines: sentences.lines) }
    if let labels = data.labels { batch.readLabels(labels, lines: sentences.lines) }
    let loss = try update(
      events, since: start,
      lines: data.teacher.map { _ in batch.numbers.map { sentences.lines[$0] } })
    state.batch += 1
    state.lossSum += loss * Double(batch.tokenCount)
    state.lossTokens += batch.tokenCount
  }

  /// One update with a batch of pairs.
  private func trainPairs(_ pairs: PairBatches, _ events: TrainingEvents) throws {
    let start = clock.seconds
    var position = state.pairs ?? TrainingState.PairPosition()
    let (numbers, list) = try pairs.next(&position)
    batch.update(pairs: numbers, of: list)
    let loss = try update(events, since: start)
    position.lossSum += loss * Double(numbers.count)
    position.lossCount += numbers.count
    state.pairs = position
  }

  /// One update with the batch: forward, backward, and Adam, which packs the new weights.
  private func update(
    _ events: TrainingEvents, since start: Double, lines: [Int]? = nil
  ) throws -> Double {
    let step = TrainingStep(seed: options.seed, number: UInt64(state.step))
    let loss = try network.score(batch, step: step, pool: pool) {
      if events.shouldStop() { throw StoppedWork(outcome: .interrupted) }
      // One update is made however little time there is.
      if stepsOfProcess > 0, isOutOfTime { throw StoppedWork(outcome: .outOfTime) }
    }.total
    guard loss.isFinite else { throw diverged(loss) }
    let rate = learningRate
    let norm = try update(learningRate: rate)
    state.step += 1
    state.tokens += batch.tokenCount
    tokensOfProcess += batch.tokenCount
    clock.trainingSeconds += clock.seconds - start
    if let onBatch = events.onBatch {
      try onBatch(
        TrainedBatch(
          step: state.step, loss: loss, learningRate: rate, gradientNorm: norm,
          sentences: batch.sentences.lists,
          views: batch.views.count > 0 ? batch.views.lists : nil,
          lines: lines, arePairs: batch.isOfPairs ? true : nil))
    }
    events.onProgress(
      TrainingProgress(
        step: state.step, totalSteps: expectedSteps, epoch: state.epoch + 1,
        tokens: tokensOfProcess,
        seconds: clock.seconds, loss: loss, fraction: fractionDone))
    return loss
  }

  /// Updates the parameters of every group; returns the gradient norm of the first, the model's.
  private func update(learningRate: Float) throws -> Float {
    if let updates = options.encoderUpdates {
      let rests = !updates.includesDecoder(after: state.step)
      for parameter in network.decoder.parameters { parameter.isResting = rests }
    }
    var first: Float?
    for group in groups {
      let norm = group.optimizer.update(
        learningRate: learningRate * group.learningRateFactor, pool: pool)
      guard norm.isFinite else { throw diverged(Double(norm)) }
      first = first ?? norm
    }
    return first ?? 0
  }

  private func diverged(_ value: Double) -> AutoencoderError {
    .diverged(step: state.step + 1, loss: value)
  }

  /// Validates, saves or ends the run if it is time to.
  private func afterStep(_ events: TrainingEvents) throws -> TrainingOutcome? {
    if state.step % options.validationInterval == 0 {
      try validate(events)
      try save()
      if hasLostPatience { return .stoppedEarly }
    }
    if events.shouldStop() { return .interrupted }
    stepsOfProcess += 1
    if Self.stepsToCalibrate.contains(stepsOfProcess) { try calibrate() }
    if isOutOfTime { return .outOfTime }
    if clock.seconds - clock.lastSave >= options.checkpointInterval { try save() }
    return nil
  }

  private var isOutOfTime: Bool { secondsForSteps.map { clock.totalSeconds >= $0 } ?? false }

  /// Validates on the held-out sentences; stores the weights if they are the best so far.
  private func validate(_ events: TrainingEvents) throws {
    if state.lossTokens == 0 { return }
    let start = clock.seconds
    let report = try measure(events)
    clock.validationSeconds = max(clock.validationSeconds ?? 0, clock.seconds - start)
    guard report.validationLoss.isFinite else { throw diverged(report.validationLoss) }
    if isBest(report) {
      keepAsBest(report)
    } else if isSettled {
      state.validationsWithoutGain += 1
    }
    state.clearLosses()
    try log.append(report)
    state.logLines += 1
    events.onValidation(report)
  }

  /// Whether these weights are to be kept: none before were better, by what the options select.
  ///
  /// Held-out sentences are scored with the weights that the terms have in the end. Until they have
  /// them, that does not tell which weights of the run are best, and the latest are kept; but not in
  /// place of a model to start from that is better.
  private func isBest(_ report: ValidationReport) -> Bool {
    let configuration = identity.configuration
    let isOfModel =
      configuration.pretrainedModel != nil && !configuration.isModelChanged && state.bestStep == 0
    return !isSettled && !isOfModel || isBetter(report)
  }

  private func isBetter(_ report: ValidationReport) -> Bool {
    guard let score = report.retrieval else {
      return report.validationLoss < state.bestLoss ?? .infinity
    }
    let best = state.bestRetrieval ?? -1
    // Of equals, those that have learned more of the text.
    return score > best || score == best && report.validationLoss < state.bestLoss ?? .infinity
  }

  /// Whether no weight of a term changes any more.
  private var isSettled: Bool {
    state.step > options.activeObjectives.map(\.settlingStep).max() ?? 0
  }

  private func keepAsBest(_ report: ValidationReport) {
    (state.bestLoss, state.bestRetrieval) = (report.validationLoss, report.retrieval)
    state.bestStep = state.step
    state.validationsWithoutGain = 0
    checkpoint.keepAsBest()
    modelIsStale = true
  }

  /// Stores the pretrained weights as the best so far, because training on little text may harm
  /// them.
  private func measurePretrainedModel(_ events: TrainingEvents) throws {
    let configuration = identity.configuration
    guard configuration.pretrainedModel != nil, !configuration.isModelChanged, state.step == 0,
      state.bestLoss == nil
    else { return }
    let report = try measure(events)
    guard report.validationLoss.isFinite else { throw diverged(report.validationLoss) }
    keepAsBest(report)
    guard report.retrieval != nil else { return }
    try log.append(report)
    state.logLines += 1
    events.onValidation(report)
  }

  /// Writes the final state of the run to the directory.
  private func end(
    _ outcome: TrainingOutcome, _ events: TrainingEvents
  ) throws -> TrainingOutcome {
    if outcome != .interrupted { try validate(events) }
    try save()
    try writeModel()
    if outcome == .interrupted { return outcome }
    if beginning.isKept, try state.bestStep == 0 || beginningFindsMore() {
      try beginning.restore()
      return .unchanged
    }
    beginning.remove()
    return outcome
  }

  /// Whether the model that the run began with found held-out sentences better than the best weights,
  /// before its vocabulary grew: growth can harm as well.
  private func beginningFindsMore() throws -> Bool {
    guard let best = state.bestRetrieval else { return false }
    let model = try beginning.model()
    if model.tokenizer.vocabularySize == tokenizer.vocabularySize { return false }
    let probe = try Self.probe(validationSentences, tokenizer, for: model.tokenizer, options)
    let encoder = try model.makeEncoder(precision: precision, pool: pool)
    return (probe?.score(encoder, pool: pool) ?? 0) > best
  }
}
