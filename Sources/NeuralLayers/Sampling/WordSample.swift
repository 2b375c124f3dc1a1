import Foundation
import TensorKit

/// The words that a softmax is over in a step of training: those of the batch, and others by chance.
///
/// A word drawn stands for all that could have been drawn in its place, which the logarithm of their
/// number, added to its logit, makes good: the sum of the exponentials is on average that of the whole
/// vocabulary. As in Jean, Cho, Memisevic and Bengio 2015.
struct WordSample {
  /// Word ids, ascending.
  var words: [Int] { groups.tokens }
  /// What is added to the logit of each word: 0 for those of the batch.
  private(set) var offsets: [Float] = []
  /// The place in `words` of every word of the vocabulary; −1 for those that are not there.
  private var places: [Int32]
  /// The words as they came.
  private var taken: [UInt32] = []
  /// Puts them in order.
  private var groups = RowsByToken()

  /// An empty sample of a vocabulary.
  init(vocabularySize: Int) {
    places = Array(repeating: -1, count: vocabularySize)
  }

  /// The place of a word that is in the sample.
  func place(of word: UInt32) -> Int { Int(places[Int(word)]) }

  /// Takes the words of a batch and draws others until there are `size`, or none if its own are as many.
  mutating func update(
    _ batch: [UInt32], size: Int, _ random: inout RandomStream
  ) {
    for word in taken { places[Int(word)] = -1 }
    taken.removeAll(keepingCapacity: true)
    for word in batch { take(word) }
    let own = taken.count
    let vocabulary = UInt32(places.count)
    while taken.count < min(size, places.count) { take(random.below(vocabulary)) }
    let drawn = taken.count - own
    let offset = drawn > 0 ? log(Float(places.count - own) / Float(drawn)) : 0
    groups.update(taken)
    offsets.removeAll(keepingCapacity: true)
    // Until now the places were those in `taken`, which tell the words of the batch from those drawn.
    for (place, word) in groups.tokens.enumerated() {
      offsets.append(Int(places[word]) < own ? 0 : offset)
      places[word] = Int32(place)
    }
  }

  private mutating func take(_ word: UInt32) {
    if places[Int(word)] >= 0 { return }
    places[Int(word)] = Int32(taken.count)
    taken.append(word)
  }
}
