import Foundation
import TensorKit

/// The words of a sampled softmax in one training step: those of the batch, and randomly drawn
/// ones.
///
/// A drawn word represents all words that could have been drawn in its place. The logarithm of
/// their number is added to its logit, so the expected sum of exponentials is that of the whole
/// vocabulary. As in Jean, Cho, Memisevic and Bengio 2015.
struct WordSample {
  /// Word ids, ascending.
  var words: [Int] { groups.tokens }
  /// The correction of the logit of each word: 0 for words of the batch.
  private(set) var offsets: [Float] = []
  /// The position in `words` of every word of the vocabulary; −1 for words that are not in the
  /// sample.
  private var places: [Int32]
  /// The words in the order in which they were taken.
  private var taken: [UInt32] = []
  /// Sorts the words.
  private var groups = RowsByToken()

  /// An empty sample of a vocabulary.
  init(vocabularySize: Int) {
    places = Array(repeating: -1, count: vocabularySize)
  }

  /// The position of a word that is in the sample.
  func place(of word: UInt32) -> Int { Int(places[Int(word)]) }

  /// Takes the words of a batch and draws others until there are `size`.
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
    // Until here, `places` index `taken`, where the words of the batch precede those drawn.
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
