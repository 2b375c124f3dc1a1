import DataStructures

/// Texts of random words, of which some are far more frequent than others.
struct RandomTexts {
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  /// A word; the first of the vocabulary are the frequent ones.
  mutating func word(of vocabulary: Int) -> String {
    let share = Double(random.below(1 << 20)) / Double(1 << 20)
    return "w\(Int(Double(vocabulary) * share * share * share))x"
  }

  mutating func text(words: ClosedRange<Int>, of vocabulary: Int) -> String {
    (0..<words.lowerBound + random.below(words.count)).map { _ in word(of: vocabulary) }
      .joined(separator: " ")
  }

  mutating func texts(
    _ count: Int, words: ClosedRange<Int> = 0...12, of vocabulary: Int = 60
  ) -> [String] {
    (0..<count).map { _ in text(words: words, of: vocabulary) }
  }
}
