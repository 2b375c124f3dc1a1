import TensorKit

extension Corruption {
  /// Puts any word of the vocabulary, each as likely, in the place of words with a probability.
  static func substitute(
    _ words: inout [UInt32], from first: Int, _ probability: Float, _ vocabulary: Vocabulary,
    _ random: inout RandomStream
  ) {
    guard !vocabulary.words.isEmpty else { return }
    for index in first..<words.count where random.uniform() < probability {
      words[index] = vocabulary.words[Int(random.below(UInt32(vocabulary.words.count)))]
    }
  }
}
