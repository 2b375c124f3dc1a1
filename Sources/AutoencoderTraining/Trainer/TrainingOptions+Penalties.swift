import AutoencoderModel

extension TrainingOptions {
  /// Adds the penalties that a model was trained with, and the damage to its input, so that its latents
  /// stay of the kind that they are. What is there already is kept as it is, and what the model can no
  /// longer have after a change is left out.
  ///
  /// A weight that rose in that training has its last value from the start.
  package mutating func keepPenalties(of model: PretrainedModel) {
    // A model that comes with the package does not say how it was trained.
    if let file = try? model.folder.map("config.json"),
      let begun = try? ModelConfiguration.read(file, as: RunConfiguration.self, check: { _ in })
    {
      keepPenalties(of: begun.training, for: model.architecture)
    }
    // A new encoder or latent has everything to learn.
    if model.isChanged { encoderLearningRateFactor = 1 }
  }

  /// The same for a run to resume, which began with a model that may be gone.
  package mutating func keepPenalties(of run: RunOutput) {
    guard let begun = run.begunWithModel else { return }
    keepPenalties(of: begun.training, for: begun.model.architecture)
    if begun.isModelChanged { encoderLearningRateFactor = 1 }
  }

  private mutating func keepPenalties(
    of training: TrainingOptions, for architecture: Architecture
  ) {
    let names = Set(objectives.map(\.name))
    let missing = training.activeObjectives.filter { $0.kind.isPenalty && !names.contains($0.name) }
    objectives += missing.filter { $0.kind.fits(architecture) }.map {
      Objective($0.kind, weight: WeightSchedule($0.weight.end), $0.values)
    }
    if corruptions.isEmpty {
      corruptions = training.corruptions
      secondCorruptions = secondCorruptions ?? training.secondCorruptions
    }
    if tokenNoise == 0 { tokenNoise = training.tokenNoise }
    if wordDropout == 0, needs.contains(.decoder) { wordDropout = training.wordDropout }
  }
}

extension LossTerm {
  /// Whether the latents of a model can be of the kind that the term needs.
  static func fits(_ architecture: Architecture) -> Bool {
    let kind = architecture.latentKind
    return (!needs.contains(.posterior) || kind?.hasPosterior == true)
      && (!matchesNormal || kind?.canBeNormal == true)
  }
}
