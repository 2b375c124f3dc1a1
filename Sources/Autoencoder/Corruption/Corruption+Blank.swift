import TensorKit

extension Corruption {
  /// Puts the blank mark in the place of words with a probability.
  static func blank(
    _ words: inout [UInt32], from first: Int, _ probability: Float, _ vocabulary: Vocabulary,
    _ random: inout RandomStream
  ) {
    for index in first..<words.count where random.uniform() < probability {
      words[index] = vocabulary.blankID
    }
  }
}
