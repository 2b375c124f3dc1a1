import DataStructures
import FileFormats

/// Counts the words of the blocks that one thread gets.
final class WordCounter: BlockWorker {
  /// Where all threads add their counts in the end.
  final class Total: Sendable {
    let counts = Locked(WordCounts())
  }

  private let core: TokenizerCore
  private let total: Total
  private let countsPartsOfLongWords: Bool
  private var scratch = EncodingScratch()
  private var counts = WordCounts()

  /// Counts the words that this tokenizer cuts a text into; its model is not used.
  init(_ core: TokenizerCore, countsPartsOfLongWords: Bool, addingTo total: Total) {
    self.core = core
    self.countsPartsOfLongWords = countsPartsOfLongWords
    self.total = total
  }

  func work(on block: LineBlock) {
    block.forEachLine { (line, _) in
      core.forEachWord(in: line, &scratch) { (text, word, scratch) in
        count(text, word, &scratch)
      } special: { (_, _) in
        // Special tokens are in every vocabulary, however often a corpus spells them out.
      }
    }
  }

  func finish() {
    total.counts.withLock { $0.add(counts) }
  }

  /// The cache holds the number of each recent word, so that most words are counted without a
  /// lookup in the large table.
  @inline(__always)
  private func count(_ text: TextView, _ word: Range<Int>, _ scratch: inout EncodingScratch) {
    guard word.count <= WordCounts.longestWord else { return countLong(text, word) }
    scratch.output.truncate(to: 0)
    let key = WordKey(text, word)
    if let key, scratch.cache.find(key, &scratch.output) {
      return counts.increment(scratch.output[0])
    }
    let id = text.withSpan(word) { counts.add($0) }
    if let key {
      scratch.output.append(id)
      scratch.cache.insert(key, scratch.output, last: 1)
    }
  }

  /// Counts parts of a word for byte pairs, cut between letters; leaves it out otherwise.
  @inline(never)
  private func countLong(_ text: TextView, _ word: Range<Int>) {
    guard countsPartsOfLongWords else { return counts.skip() }
    var start = word.lowerBound
    while start < word.upperBound {
      var end = min(word.upperBound, start + WordCounts.longestWord)
      // A byte that continues a letter is 10xxxxxx; no letter has more than three of them.
      while end < word.upperBound, text[end] & 0xC0 == 0x80 { end -= 1 }
      text.withSpan(start..<end) { _ = counts.add($0) }
      start = end
    }
  }
}

extension WordCounts {
  /// Counts the words of a corpus, cut by a tokenizer whose model is not used.
  init(
    of corpus: CorpusReader, _ core: TokenizerCore, countsPartsOfLongWords: Bool, threads: Int
  ) throws {
    let total = WordCounter.Total()
    try OrderedPipeline<WordCounter>.run(threads: threads, read: corpus.next) {
      WordCounter(core, countsPartsOfLongWords: countsPartsOfLongWords, addingTo: total)
    } deliver: { _ in
    }
    self = total.counts.withLock { $0 }
  }
}
