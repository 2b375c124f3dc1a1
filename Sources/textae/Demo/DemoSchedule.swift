import CommandLineKit
import TextAutoencoder

/// The sizes of a demo.
struct DemoSchedule {
  /// The topics whose frames are expanded: a minute is too short to learn the words of all 44.
  let topics = [
    "kitchen", "animals", "household", "family", "garden", "travel", "weather", "sport", "school",
    "music",
  ]
  /// The number of expanded sentences.
  let expandedCount = 32_000
  /// The maximum number of sentences to train on.
  var sentences = Int.max
  /// The maximum number of sentences to search for neighbors.
  var searched = Int.max
  /// The maximum number of held-out sentences of each kind to reconstruct.
  var reconstructed = Int.max
  var embeddingSize = 128
  var hiddenSize = 256
  var training = TrainingOptions()
  var skipGram = SkipGramConfiguration()

  /// Held-out sentences whose neighbors are shown, and how many neighbors.
  let queries = 5
  let neighbors = 3
  /// Reconstructions shown of each kind.
  let examples = 4

  var seed: UInt64 {
    get { training.seed }
    set {
      training.seed = newValue
      skipGram.seed = newValue
    }
  }

  /// About a minute on two cores with AMX.
  static var standard: Self {
    var schedule = Self()
    schedule.training.batchSize = 32
    schedule.training.epochs = 5
    schedule.training.learningRate = 3e-3
    schedule.training.warmupSteps = 100
    schedule.training.finalLearningRateFraction = 0.01
    schedule.training.validationFraction = 0.01
    schedule.training.maximumLength = 40
    schedule.skipGram.dimension = 128
    schedule.skipGram.minimumCount = 2
    schedule.skipGram.subsamplingThreshold = 1e-3
    schedule.skipGram.isDeterministic = true
    return schedule
  }

  /// Seconds, even without optimization.
  static var quick: Self {
    var schedule = standard
    schedule.sentences = 400
    schedule.searched = 200
    schedule.reconstructed = 20
    schedule.embeddingSize = 16
    schedule.hiddenSize = 24
    schedule.training.epochs = 1
    schedule.skipGram.dimension = 16
    schedule.skipGram.epochs = 1
    return schedule
  }

  /// Gives the autoencoder three quarters of the time; the rest is for all other parts.
  mutating func limit(to budget: Duration?) {
    guard let budget else { return }
    training.timeBudget = max(0.001, Double(budget.milliseconds) / 1_000 * 0.75)
    // The budget ends training before these epochs do; the learning rate falls with the clock.
    training.epochs *= 20
  }

  func plan(vocabulary tokenizer: Tokenizer) -> TrainingPlan {
    var plan = TrainingPlan()
    plan.tokenizer = tokenizer
    // Reading backward ends with the first words, which the decoder predicts first, so it learns
    // sooner.
    plan.architecture = Architecture(
      vocabularySize: tokenizer.vocabularySize, embeddingSize: embeddingSize,
      hiddenSize: hiddenSize, isBidirectional: true)
    plan.options = training
    plan.existing = .replace
    return plan
  }
}
