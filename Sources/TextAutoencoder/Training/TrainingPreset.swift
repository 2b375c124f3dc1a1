import AutoencoderTraining
import SkipGram
import Tokenization

/// A plan that serves a purpose, by its name.
public struct TrainingPreset: Sendable {
  /// The name on the command line.
  public let name: String
  /// What its models are for.
  public let purpose: String
  /// Makes the plan.
  public let makePlan: @Sendable () -> TrainingPlan

  /// All presets. A new one is added to this list.
  public static let all = [
    TrainingPreset(
      name: "embed",
      purpose: "vectors to search and compare, from which text is reconstructed less exactly",
      makePlan: { .embed }),
    TrainingPreset(
      name: "reconstruct",
      purpose: "vectors from which sentences are reconstructed word for word",
      makePlan: { .reconstruct }),
  ]
}

extension TrainingPlan {
  /// Vectors to search and compare, from which text is reconstructed less exactly.
  public static var embed: TrainingPlan {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 60_000, lowercase: true)
    plan.architecture.embeddingSize = 300
    plan.skipGram = .forInitialization
    plan.options.objectives = [.reconstruct(share: 0.25), .bag, .lexical(weight: 30)]
    plan.options.stemPrefix = 4
    plan.options.corruptions = [.drop(0.1)]
    plan.options.secondCorruptions = [.drop(0.6)]
    plan.options.softmaxSample = 4_096
    plan.options.batchSize = 256
    plan.options.learningRate = 0.004
    plan.options.epochs = 100
    plan.timeBudget = 30 * 60
    plan.fitsPostProcessing = true
    return plan
  }

  /// Vectors from which sentences are reconstructed word for word.
  public static var reconstruct: TrainingPlan {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 40_000, lowercase: true)
    plan.options.softmaxSample = 4_096
    plan.options.batchSize = 128
    plan.options.learningRate = 0.002
    plan.options.epochs = 100
    plan.timeBudget = 60 * 60
    return plan
  }
}

extension SkipGramConfiguration {
  /// Skip-gram for the word vectors that an autoencoder begins with.
  ///
  /// Wide windows make words alike that sentences on one subject use. For vectors of sentences that is worth more
  /// than words that can replace each other.
  public static var forInitialization: SkipGramConfiguration {
    var configuration = SkipGramConfiguration()
    configuration.minimumCount = 1
    configuration.windowSize = 10
    configuration.epochs = 10
    configuration.isDeterministic = true
    return configuration
  }
}
