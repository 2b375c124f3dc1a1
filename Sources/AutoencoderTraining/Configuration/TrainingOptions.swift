import AutoencoderModel
import NeuralLayers

/// How a model is trained: everything besides its architecture that decides the result.
public struct TrainingOptions: Codable, Sendable, Equatable {
  /// Sentences per batch, each of which is one update.
  public var batchSize = 64
  /// Passes over the corpus.
  public var epochs = 10
  /// Seconds after which training ends, counting earlier parts of a resumed run; nil for no limit.
  public var timeBudget: Double?
  /// The largest learning rate of Adam.
  public var learningRate: Float = 1e-3
  /// Updates over which the learning rate rises.
  public var warmupSteps = 100
  /// The fraction of the learning rate that is left at the end; 1 keeps it constant.
  public var finalLearningRateFraction: Float = 0.05
  /// The largest norm of the gradient.
  public var maximumGradientNorm: Float = 5
  /// Dropout between the layers of an LSTM.
  public var dropout: Float = 0
  /// Most tokens of a sentence; longer ones are cut.
  public var maximumLength = 100
  /// The share of the corpus held out for validation, at most 5,000 sentences of it.
  public var validationFraction = 0.05
  /// Updates between validations within an epoch; the end of every epoch has one anyway.
  public var validationInterval = 5_000
  /// Validations without a better loss after which training ends.
  public var patience = 5
  /// What the encoder's input goes through in training, one corruption after the other.
  public var corruptions: [Corruption] = []
  /// The same for the second view of a sentence, where two are compared; nil for that of the first.
  public var secondCorruptions: [Corruption]?
  /// What the model is trained by: the weighted sum of these losses.
  public var objectives: [Objective] = [.reconstruct]
  /// How many first letters make two words one to objectives of words, in vocabularies of words; nil for all.
  public var stemPrefix: Int?
  /// How many words a softmax in training is over, those of the batch and a random sample; nil for all.
  public var softmaxSample: Int?
  /// The source of all random numbers.
  public var seed: UInt64 = 1
  /// Seconds between checkpoints. Has no influence on the result.
  public var checkpointInterval = 180.0

  /// The defaults, which suit tens to hundreds of thousands of short sentences.
  public init() {}

  /// Names in files, those of the first version.
  private enum CodingKeys: String, CodingKey {
    case batchSize, epochs, timeBudget, learningRate, warmupSteps
    case finalLearningRateFraction = "finalLearningRateShare"
    case maximumGradientNorm, dropout, maximumLength, validationFraction, validationInterval
    case patience
    case corruptions = "corruption"
    case secondCorruptions = "secondCorruption"
    case objectives = "objective"
    case stemPrefix = "stemLetters"
    case softmaxSample, seed, checkpointInterval
  }

  /// Reads options from a file; earlier models without corruptions and objectives read clean sentences and
  /// reconstruct them.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    batchSize = try values.decode(Int.self, forKey: .batchSize)
    epochs = try values.decode(Int.self, forKey: .epochs)
    timeBudget = try values.decodeIfPresent(Double.self, forKey: .timeBudget)
    learningRate = try values.decode(Float.self, forKey: .learningRate)
    warmupSteps = try values.decode(Int.self, forKey: .warmupSteps)
    finalLearningRateFraction = try values.decode(Float.self, forKey: .finalLearningRateFraction)
    maximumGradientNorm = try values.decode(Float.self, forKey: .maximumGradientNorm)
    dropout = try values.decode(Float.self, forKey: .dropout)
    maximumLength = try values.decode(Int.self, forKey: .maximumLength)
    validationFraction = try values.decode(Double.self, forKey: .validationFraction)
    validationInterval = try values.decode(Int.self, forKey: .validationInterval)
    patience = try values.decode(Int.self, forKey: .patience)
    corruptions = try values.decodeIfPresent([Corruption].self, forKey: .corruptions) ?? []
    secondCorruptions = try values.decodeIfPresent([Corruption].self, forKey: .secondCorruptions)
    objectives =
      try values.decodeIfPresent([Objective].self, forKey: .objectives) ?? [.reconstruct]
    stemPrefix = try values.decodeIfPresent(Int.self, forKey: .stemPrefix)
    softmaxSample = try values.decodeIfPresent(Int.self, forKey: .softmaxSample)
    seed = try values.decode(UInt64.self, forKey: .seed)
    checkpointInterval = try values.decode(Double.self, forKey: .checkpointInterval)
  }

  /// Throws unless every setting makes sense.
  public func validate() throws(AutoencoderError) {
    try check("batch size", Double(batchSize), 1...65_536)
    try check("number of epochs", Double(epochs), 1...1_000_000)
    try check("learning rate", Double(learningRate), 1e-9...10)
    try check("number of warm-up steps", Double(warmupSteps), 0...1e9)
    try check("final fraction of the learning rate", Double(finalLearningRateFraction), 0...1)
    try check("largest gradient norm", Double(maximumGradientNorm), 1e-6...1e9)
    try check("dropout", Double(dropout), 0...0.95)
    try check("maximum length", Double(maximumLength), 1...10_000)
    try check("validation fraction", validationFraction, 0...0.9)
    try check("validation interval", Double(validationInterval), 1...1e9)
    try check("patience", Double(patience), 1...1e9)
    if let softmaxSample {
      try check("number of words of a softmax", Double(softmaxSample), 1...1e9)
    }
    if let stemPrefix { try check("number of letters of a stem", Double(stemPrefix), 1...100) }
    if let timeBudget { try check("time budget", timeBudget, 0.001...1e9) }
    try checkObjectives()
  }

  /// The objectives that count for something.
  var activeObjectives: [Objective] { objectives.filter { !$0.weight.isZero } }

  /// What the objectives ask for.
  package var needs: BatchNeeds {
    activeObjectives.reduce(into: []) { $0.formUnion($1.kind.needs) }
  }

  /// The share of the sentences of a batch that the decoder is trained on.
  package var decodedShare: Double {
    let shares = activeObjectives.filter { $0.kind.needs.contains(.decoder) }
      .map { $0.values.first ?? 1 }
    return shares.max() ?? 0
  }

  /// The learning rate of a run of so many updates in all.
  func schedule(totalSteps: Int) -> LearningRateSchedule {
    LearningRateSchedule(
      peak: learningRate, warmupSteps: min(warmupSteps, max(1, totalSteps / 10)),
      decaySteps: max(1, totalSteps), finalLearningRateFraction: finalLearningRateFraction)
  }

  private func checkObjectives() throws(AutoencoderError) {
    func spelled(_ parts: [some RawRepresentable<String>]) -> String {
      parts.isEmpty ? "none" : parts.map(\.rawValue).joined(separator: " ")
    }
    if activeObjectives.isEmpty || Set(objectives.map(\.name)).count < objectives.count {
      throw .invalidSetting(
        name: "objective", value: spelled(objectives),
        expected: "one or more of \(ObjectiveKinds.all.map { $0.name }.joined(separator: ", ")), "
          + "each once, of a weight above 0")
    }
    let isClean = (corruptions + (secondCorruptions ?? [])).allSatisfy(\.changesNothing)
    if isClean, let objective = activeObjectives.first(where: { $0.kind.needs.contains(.twoViews) })
    {
      throw .invalidSetting(
        name: "corruption", value: spelled(corruptions),
        expected: "given with the objective \(objective.name), whose two views of a sentence would "
          + "be the same")
    }
  }

  private func check(
    _ name: String, _ value: Double, _ allowed: ClosedRange<Double>
  ) throws(AutoencoderError) {
    if allowed.contains(value) { return }
    throw .invalidSetting(
      name: name, value: value.shortText,
      expected: "\(allowed.lowerBound.shortText) to \(allowed.upperBound.shortText)")
  }
}
