/// Writes word vectors in the text or binary format of word2vec; gensim and fastText read both.
///
/// The number of words need not be known: the header then has leading zeros, which all of them
/// accept, and is rewritten at the end. Text has the fewest digits that give the same number back.
public final class Word2VecWriter: VectorWriter {
  private let file: AtomicFile
  private let dimension: Int
  private let expectedCount: Int?
  private let isBinary: Bool
  private var count = 0
  /// Hashes of the words written from labels, so that equal ones can be told apart.
  private var names: Set<UInt64> = []
  /// How many labels got a number, because another row had the same word.
  public private(set) var numberedCount = 0
  private var line: [UInt8] = []

  /// Begins a file of vectors of `dimension` numbers.
  ///
  /// - Throws: `FileError` if the output cannot be made.
  public init(
    path: String, dimension: Int, count: Int? = nil, binary: Bool = false,
    existing: OverwritePolicy = .replace
  ) throws(FileError) {
    precondition(dimension > 0 && count ?? 0 >= 0, "\(count ?? 0) words of \(dimension) numbers")
    file = try AtomicFile(path: path, existing: existing, spooling: count == nil)
    self.dimension = dimension
    expectedCount = count
    isBinary = binary
    try file.write(header(count: count ?? 0))
  }

  /// Appends a word and its vector.
  ///
  /// - Throws: `FileError.unwritable` if the word is empty or has white space in it.
  public func append(word: String, vector: Span<Float>) throws(FileError) {
    precondition(vector.count == dimension, "\(word): \(vector.count) of \(dimension) numbers")
    guard Self.isWritable(word) else {
      throw .unwritable(
        path: file.path, value: word, reason: "a word must have no white space and not be empty")
    }
    line.removeAll(keepingCapacity: true)
    line.append(contentsOf: word.utf8)
    line.append(UInt8(ascii: " "))
    if isBinary {
      try file.write(line)
      try file.write(vector)
      try file.write([UInt8(ascii: "\n")])
    } else {
      for index in 0..<dimension {
        if index > 0 { line.append(UInt8(ascii: " ")) }
        FloatText.append(vector[index], to: &line)
      }
      line.append(UInt8(ascii: "\n"))
      try file.write(line)
    }
    count += 1
  }

  /// Whether a word can be written: it is not empty and has no white space in it.
  public static func isWritable(_ word: String) -> Bool {
    !word.isEmpty && !word.utf8.contains { $0.isBlank || $0 == 0x0A }
  }

  /// Appends rows, `[labels.count × dimension]`, each under its text with underscores for spaces.
  ///
  /// Readers take one vector per word, so a word that occurred before gets a number: `_2`, `_3`.
  public func append(_ rows: Span<Float>, labels: [String]) throws(FileError) {
    precondition(rows.count == labels.count * dimension, "\(rows.count) numbers")
    for (index, label) in labels.enumerated() {
      let bytes = label.utf8.map { $0.isBlank || $0 == 0x0A ? UInt8(ascii: "_") : $0 }
      let word = bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
      let row = rows.extracting(index * dimension..<(index + 1) * dimension)
      try append(word: distinct(word), vector: row)
    }
  }

  private func distinct(_ word: String) -> String {
    if names.insert(Self.hash(word)).inserted { return word }
    numberedCount += 1
    var number = 2
    while !names.insert(Self.hash("\(word)_\(number)")).inserted { number += 1 }
    return "\(word)_\(number)"
  }

  private static func hash(_ word: String) -> UInt64 {
    var checksum = Checksum()
    checksum.update(Array(word.utf8))
    return checksum.value
  }

  /// Completes the file.
  public func finish() throws(FileError) {
    if let expectedCount {
      precondition(count == expectedCount, "\(count) of \(expectedCount) words were written")
    } else {
      try file.rewrite(header(count: count), at: 0)
    }
    try file.commit()
  }

  /// The first line; it has the same length for every count if the count is not known in advance.
  private func header(count: Int) -> [UInt8] {
    let digits = String(count)
    let zeros = expectedCount == nil ? String(repeating: "0", count: 12 - digits.count) : ""
    return Array("\(zeros)\(digits) \(dimension)\n".utf8)
  }
}
