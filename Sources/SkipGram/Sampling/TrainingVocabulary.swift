/// The words that get a vector, and the length of the corpus in words.
struct TrainingVocabulary: Sendable {
  /// The token of each row, by falling count, then by token id.
  let tokens: [UInt32]
  /// How often each occurs: `[rows]`.
  let counts: [Int]
  /// The row of each token, −1 for tokens without a vector: `[vocabulary of the tokenizer]`.
  let rows: [Int32]
  /// Words before each chunk, and at the end of all. A sentence end counts as a word, as in
  /// word2vec.
  let wordsBefore: [Int]

  /// The words of one pass that have a vector, sentence ends included.
  var wordCount: Int { wordsBefore.last ?? 0 }

  /// The words of one chunk that have a vector, sentence ends included.
  func words(inChunk index: Int) -> Int { wordsBefore[index + 1] - wordsBefore[index] }

  /// Counts the words of `source`; special tokens are none.
  init(
    counting source: some SentenceSource, vocabularySize: Int, minimumCount: Int,
    isSpecial: (UInt32) -> Bool, isCancelled: () -> Bool
  ) throws {
    var all = [Int](repeating: 0, count: vocabularySize)
    var sentences = 0
    for index in 0..<source.chunkCount {
      if isCancelled() { throw SkipGramError.cancelled }
      let chunk = try source.chunk(index)
      sentences += chunk.count
      for token in chunk.tokens {
        guard token < vocabularySize else {
          throw SkipGramError.unknownToken(id: token, vocabularySize: vocabularySize)
        }
        all[Int(token)] += 1
      }
    }
    guard sentences > 0 else { throw SkipGramError.emptyCorpus }
    let words = (0..<UInt32(vocabularySize)).filter { !isSpecial($0) }
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
      let chunk = try source.chunk(index)
      let words = chunk.tokens.count { rows[Int($0)] >= 0 }
      before.append(before[index] + words + chunk.count)
    }
    return before
  }

  /// The probability that an occurrence of each row is kept (Mikolov et al. 2013, as word2vec does
  /// it).
  func keepProbabilities(threshold: Double) -> [Double] {
    guard threshold > 0 else { return counts.map { _ in 1 } }
    let scale = threshold * Double(wordCount)
    return counts.map { count in
      let ratio = scale / Double(count)
      return min(1, ratio.squareRoot() + ratio)
    }
  }
}
