import NeuralLayers

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
  public var finalLearningRateShare: Float = 0.05
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
    try check("final share of the learning rate", Double(finalLearningRateShare), 0...1)
    try check("largest gradient norm", Double(maximumGradientNorm), 1e-6...1e9)
    try check("dropout", Double(dropout), 0...0.95)
    try check("maximum length", Double(maximumLength), 1...10_000)
    try check("validation fraction", validationFraction, 0...0.9)
    try check("validation interval", Double(validationInterval), 1...1e9)
    try check("patience", Double(patience), 1...1e9)
    if let timeBudget { try check("time budget", timeBudget, 0.001...1e9) }
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
      decaySteps: max(1, totalSteps), finalShare: finalLearningRateShare)
  }
}
