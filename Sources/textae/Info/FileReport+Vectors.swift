import FileFormats

extension FileReport {
  /// How files of word vectors are named, also those that are not read.
  private static let endings = [".vec", ".bin", ".ftz", ".kv"]

  /// The sizes of a file of vectors of any format, compressed or not; nil for other files.
  ///
  /// `head` has the first bytes, decompressed.
  ///
  /// - Throws: The error of the reader if the file begins or is named like vectors.
  static func vectors(_ path: String, head: ArraySlice<UInt8>) throws -> Report? {
    if let kind = try RowMatrices.kind(of: path) {
      let matrix = try kind.open(path, matrix: nil)
      return vectors(path, kind: kind.kind, title: kind.title, matrix.rows, matrix.columns)
    }
    let name = Compression.withoutEnding(path)
    let isNamed = endings.contains { name.hasSuffix($0) }
    guard isNamed || begins(head) || ForeignFormat(head) != nil else { return nil }
    let reader = try Word2VecReader(path: path)
    if let file = reader.fastText {
      return vectors(
        path, kind: "fasttext", title: "word vectors of fastText", file.words.count, file.dimension,
        [(name: "composesUnseenWords", value: .bool(file.composesUnknownWords))])
    }
    return vectors(
      path, kind: "word2vec", title: "word vectors", try count(reader), reader.dimension)
  }

  /// Whether these are the first bytes of word vectors.
  private static func begins(_ head: ArraySlice<UInt8>) -> Bool {
    if FastTextFile.isBeginning(head) { return true }
    let mark = "\u{FEFF}".utf8
    let text = head.starts(with: mark) ? head.dropFirst(mark.count) : head
    let fields = text.prefix { $0 != 0x0A && $0 != 0x0D }.split { $0 == 0x20 || $0 == 0x09 }
      .map { String(decoding: $0, as: UTF8.self) }
    let isHeader = !fields.isEmpty && fields.allSatisfy { Int($0) != nil }
    // A word of GloVe may have spaces in it; a sentence may end with a few numbers.
    let numbers = fields.dropFirst().reversed().prefix { Double($0) != nil }.count
    return isHeader || numbers >= 3 && numbers * 2 >= fields.count
  }

  /// What the header promises, or how many words there are.
  private static func count(_ reader: Word2VecReader) throws -> Int {
    if let count = reader.declaredCount { return count }
    var count = 0
    var vector: [Float] = []
    while try reader.next(into: &vector) != nil { count += 1 }
    return count
  }

  private static func vectors(
    _ path: String, kind: String, title: String, _ count: Int, _ dimension: Int,
    _ more: [(name: String, value: JSONValue)] = []
  ) -> Report {
    Report(
      title: "\(path): \(title)",
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: .string(kind)),
        (name: "vectors", value: .integer(count)), (name: "dimension", value: .integer(dimension)),
      ] + more)
  }
}
