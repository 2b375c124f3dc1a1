import Foundation

/// The words that get a vector, and how long the corpus is in words.
struct TrainingVocabulary: Sendable {
  /// Token of each row: count descending, then token number.
  let tokens: [UInt32]
  /// How often each occurs: [rows].
  let counts: [Int]
  /// Row of each token, −1 for those without: [vocabulary of the tokenizer].
  let rows: [Int32]
  /// Words before each chunk, and at last in all. A sentence end counts as a word, as in the original program.
  let wordsBefore: [Int]

  /// Words of one pass, those counted that can be trained on.
  var wordCount: Int { wordsBefore.last ?? 0 }

  /// Words of one chunk, sentence ends included.
  func words(inChunk index: Int) -> Int { wordsBefore[index + 1] - wordsBefore[index] }

  /// Tokens below this are no words: padding, unknown, sentence begin and end, blank.
  static let firstWord: UInt32 = 5

  /// Counts the words of `source`.
  init(
    counting source: some SentenceSource, vocabularySize: Int, minimumCount: Int,
    isCancelled: () -> Bool
  ) throws {
    var all = [Int](repeating: 0, count: vocabularySize)
    var sentences = 0
    for index in 0..<source.chunkCount {
      if isCancelled() { throw SkipGramError.cancelled }
      let chunk = try source.chunk(at: index)
      sentences += chunk.sentenceCount
      for token in chunk.tokens {
        guard token < vocabularySize else {
          throw SkipGramError.unknownToken(id: token, vocabularySize: vocabularySize)
        }
        all[Int(token)] += 1
      }
    }
    guard sentences > 0 else { throw SkipGramError.emptyCorpus }
    let words = (TrainingVocabulary.firstWord..<UInt32(max(5, vocabularySize)))
    let frequent = words.filter { all[Int($0)] >= minimumCount }
    guard frequent.count >= 2 else {
      throw SkipGramError.vocabularyTooSmall(
        words: frequent.count, minimumCount: minimumCount,
        distinctTokens: words.count { all[Int($0)] > 0 })
    }
    tokens = frequent.sorted { (all[Int($0)], $1) > (all[Int($1)], $0) }
    counts = tokens.map { all[Int($0)] }
    var rows = [Int32](repeating: -1, count: vocabularySize)
    for (row, token) in tokens.enumerated() { rows[Int(token)] = Int32(row) }
    self.rows = rows
    wordsBefore = try TrainingVocabulary.countWords(of: source, rows: rows)
  }

  private static func countWords(of source: some SentenceSource, rows: [Int32]) throws -> [Int] {
    var before = [0]
    for index in 0..<source.chunkCount {
      let chunk = try source.chunk(at: index)
      let words = chunk.tokens.count { rows[Int($0)] >= 0 }
      before.append(before[index] + words + chunk.sentenceCount)
    }
    return before
  }

  /// How likely an occurrence of each row is kept (Mikolov et al. 2013, as their program computes it).
  func keepProbabilities(threshold: Double) -> [Double] {
    guard threshold > 0 else { return counts.map { _ in 1 } }
    let scale = threshold * Double(wordCount)
    return counts.map { count in
      let ratio = scale / Double(count)
      return min(1, ratio.squareRoot() + ratio)
    }
  }
}
