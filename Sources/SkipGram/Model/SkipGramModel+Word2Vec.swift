import DataStructures
import FileFormats
import TensorKit

extension SkipGramModel {
  /// Reads vectors of word2vec (text or binary), GloVe or fastText (`.vec` or `.bin`).
  ///
  /// A `.bin` of fastText also composes vectors of words that it has not seen.
  ///
  /// Of a repeated word the first is kept, and a `FileWarning` counts the others. With `skipsBadRows`, rows that cannot be read are left
  /// out, with one `FileWarning`. Most such files have no counts, but all of these
  /// programs write the most frequent words first.
  /// - Throws: `FileError`, and `SkipGramError.inconsistentModel` for a file without words or with
  ///   numbers that are not finite.
  public init(
    importing path: String, format: Word2VecReader.Format = .automatic,
    skipsBadRows: Bool = false
  ) throws {
    let reader = try Word2VecReader(path: path, format: format, skipsBadRows: skipsBadRows)
    var words: [String] = []
    var counts: [Int] = []
    var seen: Set<UTF8Key> = []
    var vector: [Float] = []
    let vectors = Matrix(rows: 0, columns: reader.dimension)
    var (repeated, firstRepeated) = (0, "")
    while let word = try reader.next(into: &vector) {
      guard seen.insert(UTF8Key(word)).inserted else {
        if repeated == 0 { firstRepeated = word }
        repeated += 1
        continue
      }
      guard vector.allSatisfy(\.isFinite) else {
        throw SkipGramError.inconsistentModel(
          path: path, reason: "the vector of \"\(word)\" has a number that is not finite")
      }
      vectors.appendRow(vector)
      words.append(word)
      if let count = reader.lastCount { counts.append(count) }
    }
    guard !words.isEmpty else {
      throw SkipGramError.inconsistentModel(path: path, reason: "it has no word")
    }
    if repeated > 0 {
      FileWarning(
        path: path,
        reason:
          "words that occur again are left out: \(repeated); the first is \"\(firstRepeated)\""
      ).tell()
    }
    self.init(
      words: words, counts: counts, wordVectors: vectors, subwords: reader.subwords)
  }

  /// Writes the word vectors as word2vec does, so that gensim and others can read them.
  ///
  /// The formats separate words by white space, so words with white space in them are left out.
  ///
  /// - Returns: The number of words that were left out.
  /// - Throws: `FileError`, `unwritable` if no word is left.
  @discardableResult
  public func exportWord2Vec(
    to path: String, binary: Bool, existing: OverwritePolicy = .refuse
  ) throws(FileError) -> Int {
    let kept = words.indices.filter { Word2VecWriter.isWritable(words[$0]) }
    guard !kept.isEmpty else {
      throw .unwritable(
        path: path, value: words.first ?? "", reason: "every word has white space in it")
    }
    let writer = try Word2VecWriter(
      path: path, dimension: dimension, count: kept.count, binary: binary, existing: existing)
    for row in kept {
      let vector = wordVectors.row(row)
      try writer.append(word: words[row], vector: vector.span)
    }
    try writer.finish()
    return words.count - kept.count
  }
}

extension Matrix {
  /// Adds a row; the memory doubles when it is full.
  fileprivate func appendRow(_ values: [Float]) {
    let row = rows
    if row == capacity {
      resize(rows: max(1_024, 2 * row))
    }
    resize(rows: row + 1)
    withMutableRow(row) { target in
      for column in target.indices { target[column] = values[column] }
    }
  }
}
