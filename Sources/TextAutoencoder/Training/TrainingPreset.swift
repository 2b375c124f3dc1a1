import AutoencoderTraining
import SkipGram
import Tokenization

/// A named plan for a purpose.
public struct TrainingPreset: Sendable {
  /// The name on the command line.
  public let name: String
  /// The purpose of its models.
  public let purpose: String
  /// Creates the plan.
  public let makePlan: @Sendable () -> TrainingPlan

  /// All presets. Add a new one to this list.
  public static let all = [
    TrainingPreset(
      name: "embed",
      purpose: "vectors to search and compare, from which text is reconstructed less exactly",
      makePlan: { .embed }),
    TrainingPreset(
      name: "reconstruct",
      purpose: "vectors from which sentences are reconstructed exactly",
      makePlan: { .reconstruct }),
    TrainingPreset(
      name: "generate",
      purpose: "vectors that follow a known distribution, so that sample writes new sentences",
      makePlan: { .generate }),
  ]
}

extension TrainingPlan {
  /// Vectors to search and compare, from which text is reconstructed less exactly.
  public static var embed: TrainingPlan {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(
      model: .bpe, vocabularySize: 60_000, lowercase: true, prefixSpace: true)
    plan.architecture.embeddingSize = 384
    plan.sumStage = SumStage()
    plan.options.initialization = .sum
    plan.options.objectives = [.reconstruct(share: 0.5), .lexical(weight: 300, grams: 0.3)]
    plan.options.stemPrefix = 4
    plan.options.corruptions = [.drop(0.1)]
    plan.options.secondCorruptions = [.mix]
    plan.options.softmaxSample = 4_096
    plan.options.batchSize = 256
    plan.options.learningRate = 0.002
    plan.options.encoderLearningRateFactor = 0.15
    plan.options.epochs = 100
    plan.timeBudget = 30 * 60
    plan.fitsPostProcessing = true
    return plan
  }

  /// Vectors from which sentences are reconstructed exactly.
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

extension TrainingPlan {
  /// Vectors that follow a normal distribution, from which new sentences can be drawn.
  public static var generate: TrainingPlan {
    var plan = TrainingPlan.reconstruct
    plan.architecture.latent = "variational"
    plan.architecture.latentSize = 128
    plan.options.objectives = [
      .reconstruct, .kl(weight: WeightSchedule(from: 0, to: 0.1, steps: 2_000)),
    ]
    plan.options.wordDropout = 0.3
    plan.timeBudget = 30 * 60
    return plan
  }
}

extension SkipGramConfiguration {
  /// Skip-gram for the initial word vectors of an autoencoder.
  ///
  /// Wide windows make words of one topic similar. For sentence vectors that helps more than
  /// similarity of interchangeable words.
  public static var forInitialization: SkipGramConfiguration {
    var configuration = SkipGramConfiguration()
    configuration.minimumCount = 1
    configuration.windowSize = 10
    configuration.epochs = 10
    configuration.isDeterministic = true
    return configuration
  }
}
