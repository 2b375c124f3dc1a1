/// Everything that decides what a run of skip-gram learns, besides its corpus and tokenizer.
///
/// The defaults are those of the original program, with a dimension of 256.
public struct SkipGramConfiguration: Equatable, Sendable {
  /// Components of a word vector.
  public var dimension = 256
  /// Words on each side of a center that can be its context; each center draws 1 … this.
  public var windowSize = 5
  /// Words drawn as negatives for each center, shared by all its context words.
  public var negativeCount = 5
  /// Words more frequent than about this are dropped at random before windows are cut; 0 drops none.
  public var subsamplingThreshold = 1e-4
  /// Passes over the corpus.
  public var epochs = 5
  /// Words that occur less often have no vector.
  public var minimumCount = 5
  /// The learning rate at the start; it falls in a line with the words seen.
  public var learningRate: Float = 0.025
  /// The part of `learningRate` below which it does not fall.
  public var finalLearningRateFraction: Float = 1e-4
  /// What every random number derives from.
  public var seed: UInt64 = 1
  /// Seconds after which training stops; nil for no limit.
  public var timeBudget: Double?
  /// Whether the result must be the same bytes for any number of threads.
  public var isDeterministic = false

  /// The defaults.
  public init() {}

  /// Throws the first setting with which training makes no sense.
  public func validate() throws(SkipGramError) {
    try require((1...65_536).contains(dimension), "dimension", "\(dimension)", "1 to 65536")
    try require((1...1_000).contains(windowSize), "window size", "\(windowSize)", "1 to 1000")
    try require(
      (1...1_000).contains(negativeCount), "number of negative samples", "\(negativeCount)",
      "1 to 1000")
    try require(
      subsamplingThreshold >= 0 && subsamplingThreshold.isFinite, "subsampling threshold",
      "\(subsamplingThreshold)", "0 or more")
    try require((1...100_000).contains(epochs), "number of epochs", "\(epochs)", "1 to 100000")
    try require(minimumCount >= 1, "minimum count", "\(minimumCount)", "1 or more")
    try require(
      learningRate > 0 && learningRate <= 10, "learning rate", "\(learningRate)", "above 0, to 10")
    try require(
      (0...1).contains(finalLearningRateFraction), "final learning rate fraction",
      "\(finalLearningRateFraction)", "0 to 1")
  }

  private func require(
    _ isValid: Bool, _ setting: String, _ found: String, _ expected: String
  ) throws(SkipGramError) {
    guard isValid else {
      throw .invalidSetting(name: setting, found: found, expected: expected)
    }
  }
}
