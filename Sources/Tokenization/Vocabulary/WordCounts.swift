/// Distinct words and how often each occurs.
struct WordCounts: Sendable {
  /// Longer words are not counted: they are not real words, and merging takes quadratic time.
  static let longestWord = 1000

  private(set) var words = TokenTable(minimumCapacity: 1 << 14)
  private(set) var counts: [Int] = []

  /// Adds to the count of a word and returns its number.
  @discardableResult
  mutating func add(_ word: Span<UInt8>, _ count: Int = 1) -> UInt32 {
    let (isNew, id) = words.insert(word)
    if isNew { counts.append(count) } else { counts[Int(id)] += count }
    return id
  }

  /// Adds one to the count of a word by its number.
  mutating func increment(_ id: UInt32) { counts[Int(id)] += 1 }

  mutating func add(_ other: WordCounts) {
    for id in 0..<other.words.count { add(Array(other.words[id]).span, other.counts[id]) }
  }

  /// Words with their counts, the most frequent first, equal ones by their bytes.
  func sorted(minimumCount: Int) -> [(word: [UInt8], count: Int)] {
    counts.indices.filter { counts[$0] >= minimumCount }
      .map { (word: Array(words[$0]), count: counts[$0]) }
      .sorted { left, right in
        left.count != right.count
          ? left.count > right.count : left.word.lexicographicallyPrecedes(right.word)
      }
  }
}
