/// Distinct words and how often each occurs.
struct WordCounts: Sendable {
  /// Longer words are no words of a vocabulary; byte pairs are learned from parts of them, because
  /// each merge passes over a whole word.
  static let longestWord = 1000

  private(set) var words = TokenTable(minimumCapacity: 1 << 14)
  private(set) var counts: [Int] = []
  /// How many words were left out because they are too long.
  private(set) var skipped = 0

  /// Adds to the count of a word and returns its number.
  @discardableResult
  mutating func add(_ word: Span<UInt8>, _ count: Int = 1) -> UInt32 {
    let (isNew, id) = words.insert(word)
    if isNew { counts.append(count) } else { counts[Int(id)] += count }
    return id
  }

  /// Adds one to the count of a word by its number.
  mutating func increment(_ id: UInt32) { counts[Int(id)] += 1 }

  /// Notes that a word was left out.
  mutating func skip() { skipped += 1 }

  mutating func add(_ other: WordCounts) {
    skipped += other.skipped
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
