import NeuralLayers
import Tokenization

/// How a model is trained: everything besides its architecture that decides the result.
public struct TrainingOptions: Codable, Sendable, Equatable {
  /// Sentences a step.
  public var batchSize = 64
  /// Passes over the corpus.
  public var epochs = 10
  /// Seconds after which training ends, counting earlier parts of a resumed run; nil for no limit.
  public var timeBudget: Double?
  /// The largest learning rate of Adam.
  public var learningRate: Float = 1e-3
  /// Steps over which the learning rate rises.
  public var warmupSteps = 100
  /// The share of the learning rate that is left at the end; 1 keeps it constant.
  public var finalLearningRateFraction: Float = 0.05
  /// The largest norm of the gradient.
  public var maximumGradientNorm: Float = 5
  /// Dropout between the layers of an LSTM.
  public var dropout: Float = 0
  /// Most tokens of a sentence; longer ones are cut.
  public var maximumLength = 100
  /// The share of the corpus held out for validation, at most 5,000 sentences of it.
  public var validationFraction = 0.05
  /// Steps between validations within an epoch; the end of every epoch has one anyway.
  public var validationInterval = 5_000
  /// Validations without a better loss after which training ends.
  public var patience = 5
  /// What the encoder's sentences suffer in training, one corruption after the other.
  public var corruption: [Corruption] = []
  /// What the second view of a sentence suffers where two are compared; nil for the same as the first.
  public var secondCorruption: [Corruption]?
  /// What the model is trained by: the weighted sum of these losses.
  public var objective = [Objective(.reconstruct)]
  /// How many first letters make two words one to objectives of words, in vocabularies of words; nil for all.
  public var stemLetters: Int?
  /// How many words a softmax in training is over, those of the batch and others by chance; nil for all.
  public var softmaxSample: Int?
  /// The source of all random numbers.
  public var seed: UInt64 = 1
  /// Seconds between checkpoints. Has no influence on the result.
  public var checkpointInterval = 180.0

  /// The defaults, which suit tens to hundreds of thousands of short sentences.
  public init() {}

  /// Throws unless every setting makes sense.
  public func validate() throws(AutoencoderError) {
    try check("batch size", Double(batchSize), 1...65_536)
    try check("number of epochs", Double(epochs), 1...1_000_000)
    try check("learning rate", Double(learningRate), 1e-9...10)
    try check("number of warm-up steps", Double(warmupSteps), 0...1e9)
    try check("final share of the learning rate", Double(finalLearningRateFraction), 0...1)
    try check("largest gradient norm", Double(maximumGradientNorm), 1e-6...1e9)
    try check("dropout", Double(dropout), 0...0.95)
    try check("maximum length", Double(maximumLength), 1...10_000)
    try check("validation fraction", validationFraction, 0...0.9)
    try check("validation interval", Double(validationInterval), 1...1e9)
    try check("patience", Double(patience), 1...1e9)
    if let softmaxSample {
      try check("number of words of a softmax", Double(softmaxSample), 1...1e9)
    }
    if let stemLetters { try check("number of letters of a stem", Double(stemLetters), 1...100) }
    if let timeBudget { try check("time budget", timeBudget, 0.001...1e9) }
    try checkObjectives()
  }

  /// The objectives that count for something.
  var activeObjectives: [Objective] { objective.filter { $0.weight > 0 } }

  /// Whether the encoder reads every sentence twice.
  var comparesViews: Bool { activeObjectives.contains(where: \.kind.comparesViews) }

  /// The share of the sentences of a step that the decoder is trained on. Asked every step, and therefore without
  /// the list of `activeObjectives`.
  package var decodedShare: Double {
    objective.first { $0.kind == .reconstruct && $0.weight > 0 }?.share ?? 0
  }

  /// What words are taken for where words are compared; nil for themselves, as are all byte pairs.
  func stems(of tokenizer: Tokenizer) -> PrefixStemmer? {
    guard let stemLetters, tokenizer.model == .word,
      activeObjectives.contains(where: \.kind.comparesWords)
    else { return nil }
    return PrefixStemmer(tokenizer, letters: stemLetters)
  }

  /// The number of weights of a model trained in this way, with a bag of so many words or of all.
  func parameterCount(_ architecture: Architecture, bagSize: Int?) -> Int {
    let hasBag = activeObjectives.contains { $0.kind == .bag }
    let bagSize = bagSize ?? architecture.vocabularySize
    return architecture.parameterCount + (hasBag ? bagSize * (architecture.dimension + 1) : 0)
  }

  private func checkObjectives() throws(AutoencoderError) {
    let kinds = objective.map(\.kind)
    if activeObjectives.isEmpty || Set(kinds).count < kinds.count {
      throw .invalidSetting(
        name: "objective", value: objective.isEmpty ? "none" : objective.listed,
        expected:
          "one or more of reconstruct, bag, contrast and overlap, each once, of a weight above 0")
    }
    let isClean = (corruption + (secondCorruption ?? [])).allSatisfy { $0.amount == 0 }
    if isClean, let kind = activeObjectives.map(\.kind).first(where: \.comparesViews) {
      throw .invalidSetting(
        name: "corruption", value: corruption.isEmpty ? "none" : corruption.listed,
        expected:
          "given with the objective \(kind.rawValue), whose two views of a sentence would be the same"
      )
    }
  }

  private func check(
    _ name: String, _ value: Double, _ allowed: ClosedRange<Double>
  ) throws(AutoencoderError) {
    if allowed.contains(value) { return }
    throw .invalidSetting(
      name: name, value: text(value),
      expected: "\(text(allowed.lowerBound)) to \(text(allowed.upperBound))")
  }

  private func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }

  /// The schedule of a run whose epochs have this many steps in all.
  func schedule(totalSteps: Int) -> LearningRateSchedule {
    LearningRateSchedule(
      peak: learningRate, warmupSteps: min(warmupSteps, max(1, totalSteps / 10)),
      decaySteps: max(1, totalSteps), finalLearningRateFraction: finalLearningRateFraction)
  }
}

extension Array where Element: SpelledSetting {
  /// The spellings, one after the other.
  var listed: String { map(\.spelling).joined(separator: " ") }
}

// Models of earlier versions have no such settings: they read clean sentences and reconstruct them.
extension KeyedDecodingContainer {
  func decode(_ type: [Corruption].Type, forKey key: Key) throws -> [Corruption] {
    try decodeIfPresent(type, forKey: key) ?? []
  }

  func decode(_ type: [Objective].Type, forKey key: Key) throws -> [Objective] {
    try decodeIfPresent(type, forKey: key) ?? [Objective(.reconstruct)]
  }
}
