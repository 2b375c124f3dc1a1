/// Sentences sorted by length, longest first; equal lengths keep their order.
///
/// A counting sort in memory that is reused, because every step sorts its batch several times.
package struct LengthOrder {
  /// The numbers of the sentences in order.
  package private(set) var numbers: [Int] = []
  /// The lengths in the same order.
  package private(set) var lengths: [Int] = []
  /// Where the next sentence of each length goes.
  private var places: [Int] = []

  /// No sentences.
  package init() {}

  /// Orders sentences 0 ..< count of the given lengths.
  package mutating func update(count: Int, length: (_ sentence: Int) -> Int) {
    places.removeAll(keepingCapacity: true)
    for sentence in 0..<count {
      let length = length(sentence)
      while places.count <= length { places.append(0) }
      places[length] += 1
    }
    var place = 0
    for length in places.indices.reversed() {
      (places[length], place) = (place, place + places[length])
    }
    numbers.refill(with: 0, count: count)
    lengths.refill(with: 0, count: count)
    for sentence in 0..<count {
      let length = length(sentence)
      numbers[places[length]] = sentence
      lengths[places[length]] = length
      places[length] += 1
    }
  }
}
