import Autoencoder
import CommandLineKit

/// How `train` goes about it.
struct ScheduleOptions: OptionGroup {
  static let title = "Training"

  @Option("Sentences a step.", .within(1...65_536)) var batchSize = 64
  @Option("Passes over the corpus.", .within(1...1_000_000)) var epochs = 10
  @Option("Stop after this time, earlier parts of a resumed run included.") var timeBudget:
    Duration?
  @Option("Largest learning rate of Adam.", .within(1e-9...10)) var learningRate = 1e-3
  @Option(
    "Sentences to validate with; otherwise some of the corpus are held out.", value: "FILE",
    completion: .file)
  var validation: String?
  @Option("Share of the corpus that is held out, at most 5,000 sentences.", .within(0...0.9))
  var validationFraction = 0.05
  @Option("Validations without a better loss after which training ends.", .within(1...1_000_000))
  var patience = 5
  @Option("Source of all random numbers.") var seed: UInt64 = 1
  @Option(
    "Number format of the matrix products; auto takes the fastest of this machine, or that of the run resumed."
  )
  var precision = PrecisionChoice.auto

  func options(
    _ architecture: ArchitectureOptions, _ objectives: ObjectiveOptions
  ) -> TrainingOptions {
    var options = TrainingOptions()
    options.batchSize = batchSize
    options.epochs = epochs
    options.timeBudget = timeBudget.map { Double($0.milliseconds) / 1_000 }
    options.learningRate = Float(learningRate)
    options.validationFraction = validationFraction
    options.patience = patience
    options.seed = seed
    options.dropout = Float(architecture.dropout)
    options.maximumLength = architecture.maxLength
    objectives.set(&options)
    return options
  }
}
