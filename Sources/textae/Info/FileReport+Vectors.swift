import FileFormats

extension FileReport {
  /// The sizes of a file of vectors of any format, compressed or not; nil for other files.
  ///
  /// `head` has the first bytes, decompressed.
  static func vectors(_ path: String, head: ArraySlice<UInt8>) throws -> Report? {
    if head.dropFirst().starts(with: "NUMPY".utf8) { return try matrix(path) }
    if let file = try? FastTextFile(path: path) {
      return vectors(
        path, kind: "fasttext", title: "word vectors of fastText", file.words.count, file.dimension,
        [(name: "composesUnseenWords", value: .bool(file.composesUnknownWords))])
    }
    let first = head.prefix { $0 != 0x0A }
    let fields = first.split { $0 == 0x20 || $0 == 0x09 }
      .map { String(decoding: $0, as: UTF8.self) }
    let isHeader = !fields.isEmpty && fields.allSatisfy { Int($0) != nil }
    // Without a header, two numbers behind a word could be a sentence.
    let isRow = fields.count > 3 && fields[1...3].allSatisfy { Double($0) != nil }
    guard isHeader || isRow else { return nil }
    let reader = try Word2VecReader(path: path)
    return vectors(
      path, kind: "word2vec", title: "word vectors", try count(reader), reader.dimension)
  }

  /// What the header promises, or how many words there are.
  private static func count(_ reader: Word2VecReader) throws -> Int {
    if let count = reader.declaredCount { return count }
    var count = 0
    var vector: [Float] = []
    while try reader.next(into: &vector) != nil { count += 1 }
    return count
  }

  private static func matrix(_ path: String) throws -> Report {
    let file = try NPYFile(path: path)
    return vectors(path, kind: "npy", title: "NumPy matrix", file.rows, file.columns)
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
