import CommandLineKit
import DataStructures
import Plotting
import Synchronization
import TextAutoencoder

/// Shows the progress of a training run to the user.
final class TrainingDisplay: Sendable {
  private let console: Console
  private let output: String
  private let keepsCheckpoint: Bool
  /// How many updates the run makes before it pauses; nil for all.
  private let pauseAfter: Int?
  private let updates = Atomic(0)
  private let training: ProgressMeter
  private let stages = Mutex<[String: ProgressMeter]>([:])
  /// The divergence of a variational latent at the last validation, in nats per token; nil without.
  private let divergence = Mutex<Double?>(nil)

  /// The course of the loss on the sentences that are learned.
  private let curve = Mutex(LossCurve())
  /// The loss on held-out sentences at every validation.
  private let validations = Mutex<[Double]>([])

  /// What the training begins with, to be said once its corpora and its output are known to be right.
  private let start: Mutex<String?>

  init(
    console: Console, output: String, start: String? = nil, keepsCheckpoint: Bool = true,
    pauseAfter: Int? = nil
  ) {
    self.console = console
    self.output = output
    self.start = Mutex(start)
    self.keepsCheckpoint = keepsCheckpoint
    self.pauseAfter = pauseAfter
    training = console.meter("train", unit: "updates")
  }

  var events: PipelineEvents {
    var events = PipelineEvents()
    events.onProgress = { progress in
      self.meter(of: progress.stage).update(progress.done, of: progress.total)
    }
    events.onStageEnd = { stage in
      self.meter(of: stage).finish()
      let start = self.start.withLock { text in
        defer { text = nil }
        return text
      }
      if let start { self.console.note(start) }
    }
    events.onNote = { note in self.show(note) }
    events.onTrained = { outcome in self.show(outcome) }
    events.shouldStop = { Interrupt.isRequested }
    events.makeTrainingEvents = { self.trainingEvents }
    return events
  }

  var trainingEvents: TrainingEvents {
    var events = TrainingEvents()
    events.onProgress = { [training] progress in
      self.updates.add(1, ordering: .relaxed)
      self.curve.withLock { $0.add(progress.loss, at: progress.fraction) }
      training.update(
        progress.step, of: progress.totalSteps,
        detail: "epoch \(progress.epoch)  loss \(Self.rounded(progress.loss))  "
          + "\(grouped(Int(Double(progress.tokens) / max(progress.seconds, 1e-9)))) tokens/s  "
          + self.curve.withLock { $0.text })
    }
    events.onValidation = { [training] report in
      self.validations.withLock { $0.append(report.validationLoss) }
      self.divergence.withLock { $0 = report.objectiveLosses?["kl"] }
      let place =
        report.step == 0
        ? "before training: "
        : "epoch \(report.epoch), step \(grouped(report.step)): "
          + "loss \(Self.rounded(report.trainLoss)), "
      training.note(
        place + "validation \(Self.rounded(report.validationLoss)) (\(Self.details(report)))")
    }
    events.shouldStop = { Interrupt.isRequested || self.isAtPause }
    return events
  }

  private var isAtPause: Bool {
    pauseAfter.map { updates.load(ordering: .relaxed) >= $0 } ?? false
  }

  private func meter(of stage: PipelineStage) -> ProgressMeter {
    let (label, unit) =
      switch stage {
      case .lines: ("count lines", "lines")
      case .vocabulary: ("count words", "lines")
      case .tokens: ("tokenize", "lines")
      case .validationTokens: ("tokenize validation", "lines")
      case .pairTokens: ("tokenize pairs", "lines")
      case .teacher: ("encode", "sentences")
      case .wordVectors: ("skip-gram", "words")
      case .tokenVectors: ("token vectors", "steps")
      case .postProcessing: ("postprocess", "sentences")
      }
    return stages.withLock { stages in
      if let meter = stages[label] { return meter }
      let meter = console.meter(label, unit: unit)
      stages[label] = meter
      return meter
    }
  }

  private func show(_ note: PipelineNote) {
    switch note {
    case .cutSentences(let count, let all, let length):
      console.warn(
        CutLines.warning(
          count, of: all, limit: "\(length) tokens", advice: "--max-length sets the limit"))
    case .longWords(let count): console.warn(VocabularyOptions.leftOut(count))
    case .keptPrecision(let precision):
      console.note(
        "continues in \(precision.rawValue), as it began; a new run here would use "
          + Precision.fastest.rawValue)
    case .initialVectors(let count, let all):
      console.note("\(grouped(count)) of \(grouped(all)) tokens begin with a word vector")
    case .grownVocabulary(let count, let all):
      console.note(
        count == 0
          ? "no new tokens: the model has one for every frequent word"
          : "\(grouped(count)) of \(grouped(all)) tokens are new, for frequent words of the corpus")
    case .cannotGrow(let kind):
      console.note("a vocabulary of \(kind.rawValue) tokens of another program cannot grow")
    case .unknownWords(let count, let all, let couldGrow):
      console.warn(
        "the vocabulary lacks \(grouped(count)) of \(grouped(all)) words of the corpus"
          + (couldGrow ? "; --grow adds tokens for the frequent ones" : ""))
    case .noSumStage:
      console.note(
        "no first stage of training: it needs an objective such as lexical, and no other weights or "
          + "word vectors to begin with")
    case .removedPostProcessing(let path):
      console.note("\(path): removed, because it was fitted to earlier weights")
    case .postProcessing(let path, let recipe, let sentences):
      console.note("\(path): \(recipe.summary), fitted to \(counted(sentences, "sentence"))")
    case .tooFewForPostProcessing(let sentences, let needed):
      console.note(
        "no post-processing: it needs \(needed) sentences, and the text has "
          + counted(sentences, "sentence"))
    }
  }

  /// The course of the loss on held-out sentences; a few validations show none.
  private func showCurve() {
    let losses = validations.withLock { Array($0.suffix(60)) }
    guard losses.count >= 4, let first = losses.first, let last = losses.last else { return }
    console.note(
      "validation loss \(Self.rounded(first)) \(Sparkline.curve(losses)) \(Self.rounded(last))")
  }

  private func show(_ outcome: TrainingOutcome) {
    training.finish()
    showCurve()
    if let divergence = divergence.withLock({ $0 }), divergence < Self.collapsedDivergence {
      console.warn(
        "the vectors say almost nothing about their sentences (kl \(Self.rounded(divergence)) nats "
          + "per token): the posterior has collapsed; give kl a lower weight, one that rises slowly "
          + "(kl:0..1@5000), or FREE nats, or hide words from the decoder (--word-dropout)")
    }
    switch outcome {
    case .finished: console.note("\(output): trained")
    case .stoppedEarly:
      console.note("\(output): validations did not get better any more; the best weights were kept")
    case .outOfTime:
      console.note(
        "\(output): the time budget is used up" + (keepsCheckpoint ? "; --resume continues" : ""))
    case .unchanged:
      console.warn(
        "\(output): the text made the model no better, so this is the model it began with, "
          + "unchanged; give more text, or --from-scratch to learn from this text alone")
    case .interrupted: break
    }
  }

  /// Throws if the run was interrupted, unless it was to pause.
  func finish(_ outcome: TrainingOutcome) throws {
    guard outcome == .interrupted else { return }
    if isAtPause, !Interrupt.isRequested {
      return console.note("\(output): paused; --resume continues")
    }
    throw CommandError.stoppedRun(output: output)
  }

  /// The state that an interrupted stage leaves, in words.
  func interruption(_ interrupted: PipelineInterrupted) -> any Error {
    switch interrupted.stage {
    case .postProcessing: CommandError.stoppedAfterTraining(output: output)
    case .wordVectors: CommandError.stoppedBeforeTraining
    case .tokenVectors: CommandError.stoppedRun(output: output)
    case .lines, .vocabulary, .tokens, .validationTokens, .pairTokens, .teacher: Interrupted()
    }
  }

  /// The losses in the sum, if there are several, and the quality of the reconstructions.
  private static func details(_ report: ValidationReport) -> String {
    let losses = (report.objectiveLosses ?? [:]).sorted { $0.key < $1.key }
    var parts = losses.map { "\($0.key) \(rounded($0.value))" }
    if report.perplexity != nil, parts.count == 1 { parts = [] }
    if let perplexity = report.perplexity { parts.append("perplexity \(rounded(perplexity))") }
    if let share = report.tokenAccuracy { parts.append("token accuracy \(percent(share))") }
    if let share = report.exactReconstructions { parts.append("exact match \(percent(share))") }
    if let score = report.retrieval { parts.append("retrieval \(percent(score))") }
    return parts.joined(separator: ", ")
  }

  /// Below this many nats per token, a latent is as good as none.
  private static let collapsedDivergence = 0.01

  private static func rounded(_ value: Double) -> String {
    TextFormat.fixed(value, places: 3, groups: true)
  }

  private static func percent(_ share: Double) -> String { TextFormat.percent(share) }
}
