import CommandLineKit
import TextAutoencoder

/// How long and how fast `train` learns.
struct ScheduleOptions: OptionGroup {
  static let title = "Training"
  private static var standard: TrainingOptions { TrainingOptions() }

  @Option("Sentences per batch.", .within(1...65_536)) var batchSize = standard.batchSize
  @Option("Passes over the corpus.", .within(1...1_000_000)) var epochs = standard.epochs
  @Option(
    "Time limit for the whole run, including word vectors, saving, --postprocess and earlier parts "
      + "of a resumed run."
  )
  var timeBudget: Duration?
  @Option("Largest learning rate of Adam.", .within(1e-9...10)) var learningRate = 1e-3
  @Option(
    "Sentences for validation. Without it, part of the corpus is held out.", value: "FILE",
    completion: .file)
  var validation: String?
  @Option("Fraction of the corpus to hold out, at most 5,000 sentences.", .within(0...0.9))
  var validationFraction = standard.validationFraction
  @Option(
    "Stop after this many validations without a lower loss.", .within(1...1_000_000))
  var patience = standard.patience
  @Option("Random seed.") var seed = standard.seed
  @Option(
    "Number format of matrix products; auto picks the fastest on this machine, or that of the "
      + "resumed run."
  )
  var precision = PrecisionChoice.auto

  /// Applies the options that were given.
  func apply(to plan: inout TrainingPlan) {
    if $batchSize { plan.options.batchSize = batchSize }
    if $epochs { plan.options.epochs = epochs }
    if let timeBudget { plan.timeBudget = Double(timeBudget.milliseconds) / 1_000 }
    if $learningRate { plan.options.learningRate = Float(learningRate) }
    if $validationFraction { plan.options.validationFraction = validationFraction }
    if $patience { plan.options.patience = patience }
    if $seed { plan.options.seed = seed }
    plan.precision = precision.value
  }
}
