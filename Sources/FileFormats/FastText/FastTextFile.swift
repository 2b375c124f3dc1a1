/// A binary model of fastText (`.bin`), supervised or not: vectors of words and of parts of words.
///
///     let file = try FastTextFile(path: "cc.en.300.bin")
///     let vector = file.vector(ofUnknown: Array("unheardof".utf8))
///
/// The vector of a word is the mean of its own and those of its n-grams; for a word that the model
/// has not seen, the n-grams alone (Bojanowski, Grave, Joulin and Mikolov, Enriching Word Vectors
/// with Subword Information, 2017). The matrix stays in the file and is mapped, whatever its size.
/// Labels and the output layer are not read.
public final class FastTextFile: Sendable {
  /// The path as it was given.
  public var path: String { file.path }
  /// How many numbers a vector has.
  public var dimension: Int { header.dimension }
  /// The words in the order of the file, the most frequent first.
  public let words: [[UInt8]]
  /// How often each word occurred in training.
  public let counts: [Int]
  /// Whether words that the model has not seen get a vector.
  public var composesUnknownWords: Bool {
    header.bucketCount > 0 && header.gramLengths.upperBound > 0
  }

  private static let longestWord = 1 << 16
  let file: MappedFile
  let header: FastTextHeader
  /// Where the first number of the matrix is: `[words + buckets × dimension]`.
  let matrixStart: Int

  /// Opens a file and reads its words.
  ///
  /// - Throws: `FileError`, by name for quantized and pruned models.
  public init(path: String) throws(FileError) {
    file = try MappedFile(path: path)
    header = try FastTextHeader(file)
    var cursor = FastTextCursor(file, at: header.end)
    var words: [[UInt8]] = []
    var counts: [Int] = []
    for number in 0..<header.wordCount + header.labelCount {
      let word = try cursor.text(atMost: Self.longestWord)
      let count = try cursor.int64()
      let isLabel = try cursor.bytes(1) != [0]
      // Words come first; their numbers are those of their rows.
      guard isLabel == (number >= header.wordCount), (0...1 << 40).contains(count) else {
        throw cursor.malformed("entry \(number + 1) of its dictionary is damaged")
      }
      if isLabel { continue }
      words.append(word)
      counts.append(count)
    }
    self.words = words
    self.counts = counts
    guard try cursor.bytes(1) == [0] else {
      throw .foreign(path: path, format: .quantizedFastText, purpose: .wordVectors)
    }
    let rows = try cursor.int64()
    let columns = try cursor.int64()
    guard rows == header.wordCount + header.bucketCount, columns == header.dimension else {
      throw cursor.malformed("its matrix is \(rows) × \(columns), which contradicts its settings")
    }
    matrixStart = cursor.position
    // Both factors are below 2³³ and 2¹⁷, so nothing overflows.
    let end = matrixStart + rows * columns * 4
    guard end <= file.count else {
      throw .truncated(path: path, expected: end, found: file.count)
    }
  }

  /// Whether a file that begins with these bytes is to be such a model.
  package static func isBeginning(_ head: ArraySlice<UInt8>) -> Bool {
    head.starts(with: FastTextHeader.magic)
  }

  /// The vector of a word of the model, `[dimension]`.
  public func vector(ofWord row: Int) -> [Float] {
    mean([row] + rows(ofGramsIn: words[row]))
  }

  /// The vector of a word that the model has not seen, `[dimension]`; nil if it has no n-grams.
  public func vector(ofUnknown word: [UInt8]) -> [Float]? {
    let rows = rows(ofGramsIn: word)
    return rows.isEmpty ? nil : mean(rows)
  }

  private func rows(ofGramsIn word: [UInt8]) -> [Int] {
    // The end of a sentence has no letters.
    guard composesUnknownWords, word != Array("</s>".utf8) else { return [] }
    return FastTextGrams.hashes(of: word, lengths: header.gramLengths).map {
      header.wordCount + Int($0) % header.bucketCount
    }
  }

  /// The mean of some rows, in the arithmetic of fastText: summed in order, then scaled.
  private func mean(_ rows: [Int]) -> [Float] {
    var sum = [Float](repeating: 0, count: dimension)
    for row in rows { add(row, to: &sum) }
    let scale = Float(1 / Double(rows.count))
    for index in sum.indices { sum[index] *= scale }
    return sum
  }
}
