/// Distinct words and how often each occurs.
struct WordCounts: Sendable {
  /// Longer words are not counted: they are no words, and would make merging them quadratic.
  static let longestWord = 1000

  private(set) var words = TokenTable(minimumCapacity: 1 << 14)
  private(set) var counts: [Int] = []

  mutating func add(_ word: Span<UInt8>, _ count: Int = 1) {
    let (isNew, id) = words.insert(word)
    if isNew { counts.append(count) } else { counts[Int(id)] += count }
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

/// Counts the words of the blocks that one thread gets.
final class WordCounter {
  private let core: TokenizerCore
  private var scratch = EncodingScratch()
  private(set) var counts = WordCounts()

  /// Counts what this tokenizer takes for words; its model is not used.
  init(_ core: TokenizerCore) {
    self.core = core
  }

  func count(_ line: Span<UInt8>) {
    var counts = WordCounts()
    swap(&counts, &self.counts)
    core.forEachWord(in: line, &scratch) { (text, word, scratch) in
      count(text, word, &scratch, &counts)
    } special: { (_, _) in
      // Special tokens are in every vocabulary, however often a corpus spells them out.
    }
    swap(&counts, &self.counts)
  }

  /// The cache holds the number of each word met lately, so that most are counted without hashing
  /// into the large table.
  @inline(__always)
  private func count(
    _ text: TextView, _ word: Range<Int>, _ scratch: inout EncodingScratch,
    _ counts: inout WordCounts
  ) {
    guard word.count <= WordCounts.longestWord else { return }
    scratch.output.truncate(to: 0)
    let key = WordKey(text, word)
    if let key, scratch.cache.find(key, &scratch.output) {
      return counts.increment(scratch.output[0])
    }
    text.withSpan(word) { counts.add($0) }
    if let key, let id = text.withSpan(word, { counts.words.id(of: $0) }) {
      scratch.output.append(id)
      scratch.cache.insert(key, scratch.output, last: 1)
    }
  }
}
