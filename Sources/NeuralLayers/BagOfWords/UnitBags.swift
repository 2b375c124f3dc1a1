import TensorKit

/// Bags of words as vectors of length 1, one component per word, and the cosines of all pairs.
///
/// The memory is reused for the next batch. Letters: n bags.
package struct UnitBags: Sendable {
  /// The words of all bags, each once per bag and ascending within it.
  private var words: [UInt32] = []
  /// The component of each word in the vector of its bag.
  private var values: [Float] = []
  /// The bag of each word.
  private var bags: [Int] = []
  /// Where each bag begins; one more entry holds the number of words.
  private var starts = [0]
  /// Groups equal words.
  private var groups = RowsByToken()
  /// The group of each word.
  private var groupOf: [Int] = []

  /// No bags.
  package init() {}

  /// The number of bags.
  package var count: Int { starts.count - 1 }

  /// Removes all bags and keeps the memory.
  package mutating func removeAll() {
    words.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    bags.removeAll(keepingCapacity: true)
    starts.removeLast(count)
  }

  /// Appends the bag of some tokens, each weighted by its word; words of weight 0 are left out.
  package mutating func append(
    _ tokens: ArraySlice<UInt32>, word: (UInt32) -> UInt32, weight: (UInt32) -> Float
  ) {
    let start = words.count
    for token in tokens { insert(word(token), from: start) }
    var kept = start
    for index in start..<words.count {
      let (word, weight) = (words[index], weight(words[index]))
      if !(weight > 0) { continue }
      if kept > start, words[kept - 1] == word {
        values[kept - 1] += weight
      } else {
        words[kept] = word
        values.append(weight)
        bags.append(count)
        kept += 1
      }
    }
    words.removeLast(words.count - kept)
    var square: Float = 0
    for value in values[start...] { square += value * value }
    let length = square.squareRoot()
    for index in start..<kept { values[index] /= length }
    starts.append(kept)
  }

  /// Inserts a word in order after `start`. Insertion sort takes no memory, and sentences are
  /// short.
  private mutating func insert(_ word: UInt32, from start: Int) {
    words.append(word)
    var place = words.count - 1
    while place > start, words[place - 1] > word {
      words[place] = words[place - 1]
      place -= 1
    }
    words[place] = word
  }

  /// Writes the cosine of every pair: [n × n]. The cosine with an empty bag is 0.
  package mutating func writeCosines(to cosines: Matrix, pool: WorkerPool) {
    groups.update(words)
    groupOf.refill(with: 0, count: words.count)
    for group in groups.tokens.indices {
      groups.forEachRow(ofTokenAt: group) { groupOf[$0] = group }
    }
    let found = self
    pool.run(count) { row in
      cosines.clearRow(row)
      cosines.withMutableRow(row) { cosines in
        for index in found.starts[row]..<found.starts[row + 1] {
          found.groups.forEachRow(ofTokenAt: found.groupOf[index]) { other in
            cosines[found.bags[other]] += found.values[index] * found.values[other]
          }
        }
      }
    }
  }
}
