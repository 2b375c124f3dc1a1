import DataStructures

/// Sentences of a corpus, with the numbers of their lines, counted from 0.
struct CorpusSentences {
  private(set) var tokens = TokenSequences()
  private(set) var lines: [Int] = []

  /// No sentences.
  init() {}

  /// All sentences of a chunk of a token file.
  init(_ chunk: (sentences: TokenSequences, lines: [Int])) {
    (tokens, lines) = chunk
  }

  var count: Int { tokens.count }

  /// Appends a sentence of a chunk of a token file.
  mutating func append(_ sentence: Int, of chunk: (sentences: TokenSequences, lines: [Int])) {
    tokens.append(sentence, of: chunk.sentences)
    lines.append(chunk.lines[sentence])
  }
}
