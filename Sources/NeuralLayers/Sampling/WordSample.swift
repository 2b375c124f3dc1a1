import Foundation
import TensorKit

/// The words that a softmax is over in a step of training: those of the batch, and others by chance.
///
/// A word drawn stands for all that could have been drawn in its place, which the logarithm of their
/// number, added to its logit, makes good: the sum of the exponentials is on average that of the whole
/// vocabulary. As in Jean, Cho, Memisevic and Bengio 2015.
struct WordSample {
  /// Word ids, ascending.
  private(set) var words: [Int] = []
  /// What is added to the logit of each word: 0 for those of the batch.
  private(set) var offsets: [Float] = []
  /// The place in `words` of every word of the vocabulary; −1 for those that are not there.
  private var places: [Int32]

  /// An empty sample of a vocabulary.
  init(vocabularySize: Int) {
    places = Array(repeating: -1, count: vocabularySize)
  }

  /// The place of a word that is in the sample.
  func place(of word: UInt32) -> Int { Int(places[Int(word)]) }

  /// Takes the words of a batch and draws others until there are `size`, or none if its own are as many.
  mutating func update(
    _ batch: some Sequence<UInt32>, size: Int, _ random: inout RandomStream
  ) {
    for word in words { places[word] = -1 }
    words.removeAll(keepingCapacity: true)
    for word in batch { take(Int(word)) }
    let own = words.count
    let vocabulary = UInt32(places.count)
    while words.count < min(size, places.count) { take(Int(random.below(vocabulary))) }
    let drawn = words.count - own
    let offset = drawn > 0 ? log(Float(places.count - own) / Float(drawn)) : 0
    // Until they are in order, the places tell the words of the batch from those drawn.
    words.sort()
    offsets.removeAll(keepingCapacity: true)
    for (place, word) in words.enumerated() {
      offsets.append(Int(places[word]) < own ? 0 : offset)
      places[word] = Int32(place)
    }
  }

  private mutating func take(_ word: Int) {
    if places[word] >= 0 { return }
    places[word] = Int32(words.count)
    words.append(word)
  }
}
