import AutoencoderTraining
import EnglishModel
import Tokenization

extension TrainingPlan {
  /// Goes on from a model with other text, which may be little.
  ///
  /// The model learns the words of the text that it does not have. It learns which words occur together
  /// in it, and to write its sentences. Of its own vectors of the text, as a teacher, it keeps what
  /// it knew. What held its latents in check in its own training, such as kl, still does, and so does
  /// the damage to its input. The weights with which held-out sentences are found best are kept,
  /// those of the beginning included.
  ///
  /// - Parameter model: the model; nil for a run to resume, which knows what it began with.
  /// - Returns: the plan, to be changed as needed.
  public static func adapting(_ model: PretrainedModel?) -> TrainingPlan {
    var plan = TrainingPlan()
    plan.pretrainedModel = model
    plan.growth = VocabularyGrowth()
    plan.comparesVocabulary = false
    plan.scheduleBySize = [.epochs, .timeBudget]
    plan.options.objectives = [
      .distill(weight: 300), .bag, .reconstruct(weight: 0.3, share: 0.2),
    ]
    plan.options.selection = .retrieval
    plan.options.softmaxSample = 4_096
    plan.options.batchSize = 256
    // What is new, such as the weights of bag, learns fast; the encoder, which is good, changes little.
    plan.options.learningRate = 0.001
    plan.options.encoderLearningRateFactor = 0.3
    plan.options.validationFraction = 0.1
    if let model {
      plan.options.maximumLength = model.maximumLength
      plan.options.keepPenalties(of: model)
    }
    return plan
  }
}

extension PretrainedModel {
  /// The model that training begins with where none is named; nil if none comes with the package.
  public static func standard() throws -> PretrainedModel? {
    try ModelInTheBox.model.map { try PretrainedModel($0) }
  }
}
