/// Everything that decides what skip-gram learns, besides its corpus and tokenizer.
///
/// The defaults are those of word2vec, with a dimension of 256.
public struct SkipGramConfiguration: Equatable, Sendable {
  /// Components of a word vector.
  public var dimension = 256
  /// Words on each side of a center that can be its context; each center draws from 1 to this.
  public var windowSize = 5
  /// Words drawn as negatives for each center, shared by all its context words.
  public var negativeCount = 5
  /// Words with a larger share of the text are dropped at random, before windows are formed; 0
  /// drops none.
  public var subsamplingThreshold = 1e-4
  /// Passes over the corpus.
  public var epochs = 5
  /// Words that occur less often get no vector.
  public var minimumCount = 5
  /// The learning rate at the start; it falls linearly with the words seen.
  public var learningRate: Float = 0.025
  /// The learning rate does not fall below this part of `learningRate`.
  public var finalLearningRateFraction: Float = 1e-4
  /// What every random number derives from.
  public var seed: UInt64 = 1
  /// Seconds after which training ends, wherever it is in the corpus; nil for no limit.
  ///
  /// The learning rate falls with the words or with the time, whichever is further. The passes that
  /// count words do not count toward the limit. How many words fit into it differs from run
  /// to run, so with a limit not even ``isDeterministic`` gives the same bytes twice.
  public var timeBudget: Double?
  /// Whether the result must be the same bytes for any number of threads.
  public var isDeterministic = false

  /// The defaults.
  public init() {}

  /// Throws an error for the first setting that is out of range.
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
    if let timeBudget {
      try require(
        (0.001...1e9).contains(timeBudget), "time-budget", "\(timeBudget)", "0.001 to 1e9 seconds")
    }
  }

  private func require(
    _ isValid: Bool, _ setting: String, _ found: String, _ expected: String
  ) throws(SkipGramError) {
    guard isValid else {
      throw .invalidSetting(name: setting, found: found, expected: expected)
    }
  }
}
