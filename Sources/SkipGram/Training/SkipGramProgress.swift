/// How far training has come.
public struct SkipGramProgress: Sendable {
  /// Words trained on in all passes, including those that subsampling drops.
  public let words: Int
  /// The words of all passes; a time limit can end training before.
  public let totalWords: Int
  /// Words per second since training began.
  public let wordsPerSecond: Double
  /// The current learning rate.
  public let learningRate: Float
  /// The done part of training, 0 to 1: of the words, or of the time limit if that is further.
  public let fraction: Double

  /// The words that training will have seen at its end, as far as it can be told now.
  public var expectedWords: Int {
    let expected = fraction > 0 ? Double(words) / fraction : Double(totalWords)
    return expected < Double(totalWords) ? max(words, Int(expected.rounded())) : totalWords
  }
}
