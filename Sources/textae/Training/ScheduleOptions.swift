import AutoencoderTraining
import CommandLineKit
import TextAutoencoder

extension WeightSelection: ArgumentChoice {}

/// How long and how fast `train` learns.
struct ScheduleOptions: OptionGroup {
  static let title = "Training"
  private typealias Bounds = TrainingOptions.Bounds
  private static var standard: TrainingOptions { TrainingOptions() }

  @Option(
    "Sentences per batch.", defaultText: PlanDefault.text(\.options.batchSize),
    .within(Bounds.batchSize))
  var batchSize = standard.batchSize
  @Option(
    "Passes over the corpus.",
    defaultText: PlanDefault.both(
      "\(standard.epochs)", ScheduleBySize.epochRange + ", by the size of the corpus,"),
    .within(Bounds.epochs))
  var epochs = standard.epochs
  @Option(
    "Time limit for the whole run, including word vectors, saving, --postprocess and earlier parts "
      + "of a resumed run. (default none, or \(ScheduleBySize.largeBudget) to adapt a model to more "
      + "than \(grouped(ScheduleBySize.largeCorpus)) sentences)"
  )
  var timeBudget: Duration?
  @Option(
    "Save and end after so many updates, as if stopped; --resume goes on.", .atLeast(1))
  var pauseAfter: Int?
  @Option("Largest learning rate of Adam.", .within(Bounds.learningRate)) var learningRate = 1e-3
  @Option(
    "A factor on the learning rate of the encoder. Less than 1 for an encoder that begins with good "
      + "vectors.", value: "F",
    defaultText: PlanDefault.text { Double("\($0.options.encoderLearningRateFactor)") ?? 1 },
    .within(Bounds.encoderLearningRateFactor))
  var encoderRate = 1.0
  @Option(
    "A factor on the learning rate of the token vectors, of which each update moves only those of its "
      + "own tokens.", value: "F", .within(Bounds.embeddingLearningRateFactor))
  var embeddingRate = Double(standard.embeddingLearningRateFactor)
  @Option(
    "Sentences for validation. Without it, part of the corpus is held out.", value: "FILE",
    completion: .file)
  var validation: String?
  @Option(
    "Fraction of the corpus to hold out, at most 5,000 sentences.",
    defaultText: PlanDefault.text(\.options.validationFraction),
    .within(Bounds.validationFraction))
  var validationFraction = standard.validationFraction
  @Option(
    "Stop after this many validations without a lower loss.", .within(Bounds.patience))
  var patience = standard.patience
  @Option(
    "Which weights to keep, by a measure on held-out sentences. loss: those of the lowest loss. "
      + "retrieval: those whose vectors find best the sentence of a damaged copy, and one half of a "
      + "sentence from the other. (default retrieval for a run that begins with a model and learns "
      + "more than to reconstruct, else loss)")
  var keep: WeightSelection?
  @Option("Random seed.") var seed = standard.seed
  @Option(
    "Number format of matrix products; auto picks the fastest on this machine, or that of the "
      + "resumed run."
  )
  var precision = PrecisionChoice.auto

  /// Applies the options that were given.
  func apply(to plan: inout TrainingPlan) {
    if $batchSize { plan.options.batchSize = batchSize }
    if $epochs {
      plan.options.epochs = epochs
      plan.scheduleBySize.remove(.epochs)
    }
    if let timeBudget {
      plan.timeBudget = Double(timeBudget.milliseconds) / 1_000
      plan.scheduleBySize.remove(.timeBudget)
    }
    if $learningRate { plan.options.learningRate = Float(learningRate) }
    if $encoderRate { plan.options.encoderLearningRateFactor = Float(encoderRate) }
    if $embeddingRate { plan.options.embeddingLearningRateFactor = Float(embeddingRate) }
    if $validationFraction { plan.options.validationFraction = validationFraction }
    if $patience { plan.options.patience = patience }
    if $seed { plan.options.seed = seed }
    plan.precision = precision.value
  }
}

/// The values of `--precision` where a model is trained.
enum PrecisionChoice: String, ArgumentChoice {
  case auto, f32, bf16

  /// Nil for the fastest.
  var value: Precision? {
    switch self {
    case .auto: nil
    case .f32: .f32
    case .bf16: .bf16
    }
  }
}
