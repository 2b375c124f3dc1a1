import AutoencoderModel

extension TrainingOptions {
  /// The values that settings may have.
  package enum Bounds {
    package static let batchSize = 1...65_536
    package static let epochs = 1...1_000_000
    package static let timeBudget = 0.001...1e9
    package static let learningRate = 1e-9...10
    package static let encoderLearningRateFactor = 1e-6...1e6
    package static let embeddingLearningRateFactor = 1e-6...1e6
    package static let warmupSteps = 0...1_000_000_000
    package static let finalLearningRateFraction = 0.0...1
    package static let maximumGradientNorm = 1e-6...1e9
    package static let dropout = 0.0...0.95
    package static let latentNoise = 0.0...10
    package static let tokenNoise = 0.0...10
    package static let wordDropout = 0.0...1
    package static let maximumLength = 1...10_000
    package static let validationFraction = 0.0...0.9
    package static let validationInterval = 1...1_000_000_000
    package static let patience = 1...1_000_000_000
    package static let softmaxSample = 1...1_000_000_000
    package static let stemPrefix = 1...100
  }

  /// Throws unless every number is within its bounds.
  func checkNumbers() throws(AutoencoderError) {
    try check("batch size", batchSize, Bounds.batchSize)
    try check("number of epochs", epochs, Bounds.epochs)
    try check("learning rate", learningRate, Bounds.learningRate)
    try check(
      "factor on the learning rate of the encoder", encoderLearningRateFactor,
      Bounds.encoderLearningRateFactor)
    try check(
      "factor on the learning rate of the token vectors", embeddingLearningRateFactor,
      Bounds.embeddingLearningRateFactor)
    try check("number of warm-up steps", warmupSteps, Bounds.warmupSteps)
    try check(
      "final fraction of the learning rate", finalLearningRateFraction,
      Bounds.finalLearningRateFraction)
    try check("largest gradient norm", maximumGradientNorm, Bounds.maximumGradientNorm)
    try check("dropout", dropout, Bounds.dropout)
    try check("noise on the latent", latentNoise, Bounds.latentNoise)
    try check("noise on the vectors of tokens", tokenNoise, Bounds.tokenNoise)
    try check("word dropout", wordDropout, Bounds.wordDropout)
    try check("maximum length", maximumLength, Bounds.maximumLength)
    try check("validation fraction", validationFraction, Bounds.validationFraction)
    try check("validation interval", validationInterval, Bounds.validationInterval)
    try check("patience", patience, Bounds.patience)
    if let softmaxSample {
      try check("number of words of a softmax", softmaxSample, Bounds.softmaxSample)
    }
    if let stemPrefix { try check("number of letters of a stem", stemPrefix, Bounds.stemPrefix) }
    if let timeBudget { try check("time budget", timeBudget, Bounds.timeBudget) }
  }

  private func check(
    _ name: String, _ value: Int, _ allowed: ClosedRange<Int>
  ) throws(AutoencoderError) {
    try check(name, Double(value), Double(allowed.lowerBound)...Double(allowed.upperBound))
  }

  /// Compares in single precision, where a bound such as 1e-9 rounds like the value.
  private func check(
    _ name: String, _ value: Float, _ allowed: ClosedRange<Double>
  ) throws(AutoencoderError) {
    if (Float(allowed.lowerBound)...Float(allowed.upperBound)).contains(value) { return }
    throw refusal(name, Double(value), allowed)
  }

  private func check(
    _ name: String, _ value: Double, _ allowed: ClosedRange<Double>
  ) throws(AutoencoderError) {
    if !allowed.contains(value) { throw refusal(name, value, allowed) }
  }

  private func refusal(
    _ name: String, _ value: Double, _ allowed: ClosedRange<Double>
  ) -> AutoencoderError {
    .invalidSetting(
      name: name, value: value.shortText,
      expected: "\(allowed.lowerBound.shortText) to \(allowed.upperBound.shortText)")
  }
}
