import CommandLineKit
import TextAutoencoder

/// How long and how fast `train` trains.
struct ScheduleOptions: OptionGroup {
  static let title = "Training"
  private static var standard: TrainingOptions { TrainingOptions() }

  @Option("Sentences per batch.", .within(1...65_536)) var batchSize = standard.batchSize
  @Option("Passes over the corpus.", .within(1...1_000_000)) var epochs = standard.epochs
  @Option(
    "Time for the whole: word vectors, saving and --postprocess count, and so do earlier parts of a resumed run."
  )
  var timeBudget: Duration?
  @Option("Largest learning rate of Adam.", .within(1e-9...10)) var learningRate = 1e-3
  @Option(
    "Sentences to validate with. Otherwise some of the corpus are held out.", value: "FILE",
    completion: .file)
  var validation: String?
  @Option("Share of the corpus that is held out, at most 5,000 sentences.", .within(0...0.9))
  var validationFraction = standard.validationFraction
  @Option(
    "Training ends after this many validations without a better loss.", .within(1...1_000_000))
  var patience = standard.patience
  @Option("Seed of all random numbers.") var seed = standard.seed
  @Option(
    "Number format of the matrix products. auto takes the fastest of this machine, or that of the run resumed."
  )
  var precision = PrecisionChoice.auto

  /// Sets what was given.
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
