/// The words of sentences without their order, and the share of each word in the loss of its
/// sentence.
///
/// The bags lie one after the other, in memory that is reused for the next batch.
package struct WordBags: Sendable, Equatable {
  /// Token ids of all bags; one may occur several times in a bag.
  package private(set) var words: [UInt32] = []
  /// The share of each word; they sum to 1 in each bag.
  package private(set) var shares: [Float] = []
  /// Where each bag begins; one more entry holds the number of words.
  private var starts = [0]

  /// No bags.
  package init() {}

  /// The number of bags.
  package var count: Int { starts.count - 1 }

  /// The range of the words of a bag in `words`.
  package subscript(bag: Int) -> Range<Int> { starts[bag]..<starts[bag + 1] }

  /// Removes all bags and keeps the memory.
  package mutating func removeAll() {
    words.removeAll(keepingCapacity: true)
    shares.removeAll(keepingCapacity: true)
    starts.removeLast(count)
  }

  /// Appends the bag of some tokens. Words of weight 0 are left out, so the bag may be empty.
  package mutating func append(
    _ tokens: ArraySlice<UInt32>, word: (UInt32) -> UInt32, weight: (UInt32) -> Float
  ) {
    var total: Float = 0
    for token in tokens {
      let word = word(token)
      let weight = weight(word)
      if !(weight > 0) { continue }
      words.append(word)
      shares.append(weight)
      total += weight
    }
    for index in starts[count]..<words.count { shares[index] /= total }
    starts.append(words.count)
  }
}
