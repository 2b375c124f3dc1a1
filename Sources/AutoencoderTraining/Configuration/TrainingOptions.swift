import AutoencoderModel
import Tokenization
import NeuralLayers

/// How a model is trained: everything besides the architecture that affects the result.
public struct TrainingOptions: Codable, Sendable, Equatable {
  /// Sentences per batch. Each batch is one update.
  public var batchSize = 64
  /// Passes over the corpus.
  public var epochs = 10
  /// Seconds after which training ends, including earlier parts of a resumed run; nil for no limit.
  public var timeBudget: Double?
  /// The largest learning rate of Adam.
  public var learningRate: Float = 1e-3
  /// A factor on the learning rate of the encoder, for one that begins with good vectors.
  public var encoderLearningRateFactor: Float = 1
  /// A factor on the learning rate of the token vectors of encoder and decoder.
  public var embeddingLearningRateFactor: Float = 1
  /// Updates of the encoder alone at the beginning; nil for none.
  public var encoderUpdates: EncoderUpdates?
  /// Updates over which the learning rate rises to its peak.
  public var warmupSteps = 100
  /// The fraction of the learning rate that is left at the end; 1 keeps it constant.
  public var finalLearningRateFraction: Float = 0.05
  /// The norm to which the gradient is clipped.
  public var maximumGradientNorm: Float = 5
  /// Dropout between the layers of an LSTM.
  public var dropout: Float = 0
  /// The standard deviation of the noise on the latent that the decoder reads in training, as a
  /// fraction of the root mean square of the latent.
  public var latentNoise: Float = 0
  /// The standard deviation of the noise on the vectors of tokens that the encoder reads in training,
  /// as a fraction of the root mean square of each.
  public var tokenNoise: Float = 0
  /// The probability that a word that the decoder reads in training is hidden from it.
  public var wordDropout: Float = 0
  /// The maximum number of tokens in a sentence; longer ones are cut.
  public var maximumLength = 100
  /// The fraction of the corpus held out for validation, at most 5,000 sentences.
  public var validationFraction = 0.05
  /// Updates between validations within an epoch; there is always one at the end of an epoch.
  public var validationInterval = 5_000
  /// Training ends after this many validations without a lower loss.
  public var patience = 5
  /// Corruptions of the encoder's input in training, applied one after the other.
  public var corruptions: [Corruption] = []
  /// Corruptions of the second view of a sentence, if there are two; nil for those of the first.
  public var secondCorruptions: [Corruption]?
  /// The training loss is the weighted sum of these objectives.
  public var objectives: [Objective] = [.reconstruct]
  /// Words with the same first letters, this many, count as one in objectives; nil for all letters.
  public var stemPrefix: Int?
  /// The number of words in the softmax during training, those of the batch and a sample; nil for
  /// all.
  public var softmaxSample: Int?
  /// Which weights of the run are kept.
  public var selection = WeightSelection.loss
  /// What the encoder begins as.
  public var initialization = Initialization.random
  /// The seed of all random numbers.
  public var seed: UInt64 = 1
  /// Seconds between checkpoints. Does not affect the result.
  public var checkpointInterval = 180.0

  /// The defaults, which suit tens to hundreds of thousands of short sentences.
  public init() {}

  /// Names in files, which stay those of the first version.
  private enum CodingKeys: String, CodingKey {
    case batchSize, epochs, timeBudget, learningRate, encoderLearningRateFactor
    case embeddingLearningRateFactor, encoderUpdates, warmupSteps
    case finalLearningRateFraction = "finalLearningRateShare"
    case maximumGradientNorm, dropout, latentNoise, tokenNoise, wordDropout, maximumLength
    case validationFraction
    case validationInterval, patience
    case corruptions = "corruption"
    case secondCorruptions = "secondCorruption"
    case objectives = "objective"
    case stemPrefix = "stemLetters"
    case softmaxSample, selection, initialization, seed, checkpointInterval
  }

  /// Reads options from a file. Earlier versions have no corruptions and objectives; they read
  /// clean sentences and reconstruct them.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    batchSize = try values.decode(Int.self, forKey: .batchSize)
    epochs = try values.decode(Int.self, forKey: .epochs)
    timeBudget = try values.decodeIfPresent(Double.self, forKey: .timeBudget)
    learningRate = try values.decode(Float.self, forKey: .learningRate)
    encoderLearningRateFactor =
      try values.decodeIfPresent(Float.self, forKey: .encoderLearningRateFactor) ?? 1
    embeddingLearningRateFactor =
      try values.decodeIfPresent(Float.self, forKey: .embeddingLearningRateFactor) ?? 1
    encoderUpdates = try values.decodeIfPresent(EncoderUpdates.self, forKey: .encoderUpdates)
    warmupSteps = try values.decode(Int.self, forKey: .warmupSteps)
    finalLearningRateFraction = try values.decode(Float.self, forKey: .finalLearningRateFraction)
    maximumGradientNorm = try values.decode(Float.self, forKey: .maximumGradientNorm)
    dropout = try values.decode(Float.self, forKey: .dropout)
    latentNoise = try values.decodeIfPresent(Float.self, forKey: .latentNoise) ?? 0
    tokenNoise = try values.decodeIfPresent(Float.self, forKey: .tokenNoise) ?? 0
    wordDropout = try values.decodeIfPresent(Float.self, forKey: .wordDropout) ?? 0
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
    selection = try values.decodeIfPresent(WeightSelection.self, forKey: .selection) ?? .loss
    initialization =
      try values.decodeIfPresent(Initialization.self, forKey: .initialization) ?? .random
    seed = try values.decode(UInt64.self, forKey: .seed)
    checkpointInterval = try values.decode(Double.self, forKey: .checkpointInterval)
  }

  /// Throws unless every setting is valid.
  public func validate() throws(AutoencoderError) {
    try checkNumbers()
    try checkObjectives()
  }

  /// The objectives with a weight above 0.
  var activeObjectives: [Objective] { objectives.filter { !$0.weight.isZero } }

  /// What the objectives need.
  package var needs: BatchNeeds {
    activeObjectives.reduce(into: []) { $0.formUnion($1.kind.needs) }
  }

  /// The fraction of the sentences of a batch that the decoder is trained on.
  package var decodedShare: Double {
    activeObjectives.first { $0.kind.needs.contains(.decoder) }
      .map { $0.kind.decodedShare(of: $0) } ?? 0
  }

  /// The learning rate of a run with `totalSteps` updates.
  func schedule(totalSteps: Int) -> LearningRateSchedule {
    LearningRateSchedule(
      peak: learningRate, warmupSteps: min(warmupSteps, max(1, totalSteps / 10)),
      decaySteps: max(1, totalSteps), finalLearningRateFraction: finalLearningRateFraction)
  }

  /// Throws unless the encoder of a valid architecture can begin as the options say, its latent has
  /// what the objectives need, and something uses its layers and directions.
  package func check(_ architecture: Architecture) throws(AutoencoderError) {
    try checkPosterior(architecture)
    try checkNormal(architecture)
    guard let kind = architecture.encoderKind else { return }
    if initialization != .random, !kind.canBeginAsSum {
      throw .invalidSetting(
        name: "initialization", value: initialization.rawValue,
        expected: "random for the encoder \(kind.name), so without a recipe or passes that begin "
          + "with a sum of token vectors")
    }
    let decoderDrops = architecture.layers > 1 && needs.contains(.decoder)
    if dropout > 0, !kind.usesDropout(architecture), !decoderDrops {
      throw .invalidSetting(
        name: "dropout", value: "\(dropout)",
        expected: "0 with one layer of the encoder \(kind.name), as it is applied between layers")
    }
    if architecture.isBidirectional, !kind.hasDirections {
      throw .invalidSetting(
        name: "number of directions", value: "2",
        expected: "1 for the encoder \(kind.name), which has no directions")
    }
    if architecture.layers > 1, !kind.hasLayers, !needs.contains(.decoder) {
      throw .invalidSetting(
        name: "number of layers", value: "\(architecture.layers)",
        expected: "1 for the encoder \(kind.name), which has no layers, without an objective that "
          + "trains a decoder")
    }
  }

  /// Throws if an objective needs the distributions of latents and there are none, or the reverse.
  private func checkPosterior(_ architecture: Architecture) throws(AutoencoderError) {
    let asked = activeObjectives.first { $0.kind.needs.contains(.posterior) }
    let hasPosterior = architecture.latentKind?.hasPosterior == true
    if let asked, !hasPosterior {
      throw .invalidSetting(
        name: "objective", value: asked.rawValue,
        expected: "left out with the latent \(architecture.latentSpelling), which gives no "
          + "distribution; the latent variational does")
    }
    if hasPosterior, asked == nil {
      throw .invalidSetting(
        name: "latent", value: architecture.latentSpelling,
        expected:
          "given with the objective kl, which keeps its distributions from shrinking to points")
    }
  }

  /// Throws if latents are to look like draws from a normal distribution, and cannot.
  private func checkNormal(_ architecture: Architecture) throws(AutoencoderError) {
    guard let objective = activeObjectives.first(where: { $0.kind.matchesNormal }),
      architecture.latentKind?.canBeNormal != true
    else { return }
    throw .invalidSetting(
      name: "latent", value: architecture.latentSpelling,
      expected: "linear, or left out with a latent size, for the objective \(objective.name): the "
        + "numbers of this one cannot look like draws from a normal distribution")
  }

  /// Throws if words are to be cut to stems and no objective can do so with these tokens.
  package func check(_ tokenizer: Tokenizer) throws(AutoencoderError) {
    guard let stemPrefix, tokenizer.model != .word, needs.contains(.words),
      !needs.contains(.lexicalWeights), initialization != .lexical
    else { return }
    throw .invalidSetting(
      name: "number of letters of a stem", value: "\(stemPrefix)",
      expected: "left out with tokens that are parts of words, as only lexical joins them")
  }

  /// Throws unless a teacher, pairs and labels are given exactly if an objective needs them, and no
  /// validation file with a teacher or labels.
  package func check(
    teacher: TeacherVectors?, pairs: String?, labels: SentenceLabels? = nil,
    hasValidationFile: Bool
  ) throws(AutoencoderError) {
    if needs.contains(.labels) != (labels != nil) {
      throw .invalidSetting(
        name: "table of labels", value: labels == nil ? "none" : "given",
        expected: labels == nil
          ? "given with the objective classify" : "left out without the objective classify")
    }
    if labels != nil, hasValidationFile {
      throw .invalidSetting(
        name: "validation file", value: "given",
        expected: "left out with labels, which are those of the lines of the corpus")
    }
    if needs.contains(.pairs) != (pairs != nil) {
      throw .invalidSetting(
        name: "file of pairs", value: pairs ?? "none",
        expected: pairs == nil
          ? "given with the objective pair" : "left out without the objective pair")
    }
    let objective = activeObjectives.first { $0.kind.needs.contains(.teacher) }
    if let objective, teacher == nil {
      throw .invalidSetting(
        name: "teacher", value: "none", expected: "given with the objective \(objective.name)")
    }
    guard let teacher else { return }
    if objective == nil {
      throw .invalidSetting(
        name: "teacher", value: teacher.path,
        expected: "left out if no objective, such as distill, learns from it")
    }
    if hasValidationFile {
      throw .invalidSetting(
        name: "validation file", value: "given",
        expected: "left out with a teacher, which has no vectors of its lines")
    }
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
    let decoding = activeObjectives.filter { $0.kind.needs.contains(.decoder) }
    if decoding.count > 1 {
      throw .invalidSetting(
        name: "objective", value: spelled(objectives),
        expected: "at most one of \(decoding.map(\.name).joined(separator: ", ")), "
          + "each of which trains the decoder")
    }
    if let encoderUpdates, decoding.isEmpty {
      throw .invalidSetting(
        name: "updates of the encoder alone", value: encoderUpdates.rawValue,
        expected: "left out without an objective that trains a decoder")
    }
    if activeObjectives.allSatisfy({ $0.kind.isPenalty }) {
      throw .invalidSetting(
        name: "objective", value: spelled(objectives),
        expected:
          "given with another one, such as reconstruct, as it only holds the latents in check")
    }
    if activeObjectives.allSatisfy({ $0.kind.needs.contains(.pairs) }) {
      throw .invalidSetting(
        name: "objective", value: spelled(objectives),
        expected: "more than \(activeObjectives[0].name), which learns nothing from the corpus")
    }
    if tokenNoise == 0,
      let objective = activeObjectives.first(where: { $0.kind.needs.contains(.noisyTokens) })
    {
      throw .invalidSetting(
        name: "objective", value: objective.rawValue,
        expected: "given with noise on the vectors of tokens, whose effect it measures")
    }
    let isClean =
      tokenNoise == 0 && (corruptions + (secondCorruptions ?? [])).allSatisfy(\.changesNothing)
    if isClean, let objective = activeObjectives.first(where: { $0.kind.needs.contains(.twoViews) })
    {
      throw .invalidSetting(
        name: "corruption", value: spelled(corruptions),
        expected: "given with the objective \(objective.name), whose two views of a sentence would "
          + "be the same")
    }
  }
}
