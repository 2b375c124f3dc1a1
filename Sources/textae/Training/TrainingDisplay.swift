import Autoencoder
import CommandLineKit
import DataStructures

/// What the user sees of a training.
struct TrainingDisplay {
  private let console: Console
  private let meter: ProgressMeter

  init(console: Console) {
    self.console = console
    meter = console.meter("train", unit: "steps")
  }

  var events: TrainingEvents {
    var events = TrainingEvents()
    events.onProgress = { [meter] progress in
      // A time budget may end the run before its steps do; the share of work done knows.
      let total = Int(Double(progress.step) / max(progress.fraction, 1e-6))
      meter.update(
        progress.step, of: max(progress.step, min(total, progress.totalSteps)),
        detail: "epoch \(progress.epoch)  loss \(Self.rounded(progress.loss))  "
          + "\(grouped(Int(Double(progress.tokens) / max(progress.seconds, 1e-9)))) tokens/s")
    }
    events.onValidation = { [meter] report in
      meter.note(
        "epoch \(report.epoch), step \(grouped(report.step)): "
          + "loss \(Self.rounded(report.trainLoss)), "
          + "validation \(Self.rounded(report.validationLoss)) (\(Self.details(report)))")
    }
    events.shouldStop = { Interrupt.isRequested }
    return events
  }

  func finish(_ outcome: TrainingOutcome, output: String) throws {
    meter.finish()
    switch outcome {
    case .finished: console.note("\(output): trained")
    case .stoppedEarly: console.note("\(output): the validation loss no longer falls")
    case .outOfTime: console.note("\(output): the time budget is used up; --resume goes on")
    case .interrupted:
      throw Interrupted(saved: "saved in \(output); the same command with --resume goes on")
    }
  }

  /// The losses that the sum is made of, if they are several, and what the decoder makes of it all.
  private static func details(_ report: ValidationReport) -> String {
    let losses = (report.objectiveLosses ?? [:]).sorted { $0.key < $1.key }
    var parts = losses.map { "\($0.key) \(rounded($0.value))" }
    if report.perplexity != nil, parts.count == 1 { parts = [] }
    if let perplexity = report.perplexity { parts.append("perplexity \(rounded(perplexity))") }
    if let share = report.tokenAccuracy { parts.append("token accuracy \(percent(share))") }
    if let share = report.exactReconstructions { parts.append("exact match \(percent(share))") }
    return parts.joined(separator: ", ")
  }

  private static func rounded(_ value: Double) -> String {
    TextFormat.fixed(value, places: 3, groups: true)
  }

  private static func percent(_ share: Double) -> String { TextFormat.percent(share) }
}
