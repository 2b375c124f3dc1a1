import AutoencoderTraining
import TextAutoencoder

/// What a training begins with.
enum TrainingStart {
  /// Random weights; with the option because of which it is not the model that comes with the program.
  case scratch(because: String?)
  /// A model that the user named.
  case named(PretrainedModel)
  /// The model that comes with the program.
  case standard(PretrainedModel)
  /// What the run to resume began with; the model is not needed again, unless it is at hand.
  case resumed(PretrainedModel?, RunOutput)

  /// Chooses by the options.
  ///
  /// - Parameters:
  ///   - named: the model that the user named.
  ///   - fromScratch: whether the user asked for random weights.
  ///   - option: an option that a model decides, such as a size; nil if none was given.
  ///   - output: where the run writes.
  ///   - resuming: whether it may go on with an earlier run.
  /// - Returns: what the training begins with.
  /// - Throws: the errors of the model that comes with the program.
  static func choose(
    named: PretrainedModel?, fromScratch: Bool, option: String?, output: String, resuming: Bool
  ) throws -> TrainingStart {
    if let named { return .named(named) }
    if fromScratch { return .scratch(because: nil) }
    let run = RunOutput(output, existing: .refuse, resuming: resuming)
    if let checksum = run.modelBegunWith {
      let standard = try PretrainedModel.standard()
      let isAtHand = standard?.checksum == checksum && !run.isModelChanged
      return .resumed(isAtHand ? standard : nil, run)
    }
    guard !run.resumes, let standard = try PretrainedModel.standard() else {
      return .scratch(because: nil)
    }
    return option.map { .scratch(because: $0) } ?? .standard(standard)
  }

  /// The plan of a preset, or of no preset.
  func plan(_ preset: TrainingPreset?) -> TrainingPlan {
    switch self {
    case .scratch: return preset?.makePlan() ?? TrainingPlan()
    case .named(let model), .standard(let model): return Self.plan(preset, model)
    case .resumed(let model, let run):
      var plan = Self.plan(preset, model)
      plan.options.keepPenalties(of: run)
      return plan
    }
  }

  private static func plan(_ preset: TrainingPreset?, _ model: PretrainedModel?) -> TrainingPlan {
    guard var plan = preset?.makePlan() else { return .adapting(model) }
    plan.pretrainedModel = model.map { model in
      // A model that has another latent gets that of the preset.
      let (wanted, size) = (plan.architecture.latent, plan.architecture.latentSize)
      guard let wanted, !model.isChanged, model.architecture.latentSpelling != wanted else {
        return model
      }
      return model.changed(latent: wanted, latentSize: size)
    }
    plan.growth = TrainingPlan.adapting(model).growth
    if let model = plan.pretrainedModel {
      plan.options.maximumLength = model.maximumLength
      plan.options.keepPenalties(of: model)
    }
    return plan
  }

  /// Whether the weights of a model are changed, and not random ones.
  var isModel: Bool {
    if case .scratch = self { false } else { true }
  }

  /// What the user may want to know, in a sentence; nil for what was asked for.
  var note: String? {
    switch self {
    case .standard:
      "begins with the model that comes with textae; --from-scratch begins without it"
    case .scratch(let option?):
      "begins from scratch, because of \(option); without it, training begins with a model"
    case .scratch, .named, .resumed: nil
    }
  }
}
