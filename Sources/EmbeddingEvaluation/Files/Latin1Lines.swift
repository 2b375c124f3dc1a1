import FileFormats

/// The lines of a text file in UTF-8 or, like older benchmarks, in Latin-1.
enum Latin1Lines {
  /// Reads up to `limit` lines with their numbers.
  ///
  /// A line that is not valid UTF-8 is read as Latin-1, in which every byte is a character. A byte
  /// order mark at the start is dropped.
  static func read(_ path: String, limit: Int = .max) throws(FileError) -> [(
    text: String, line: Int
  )] {
    let reader = try LineReader(path: path)
    var lines: [(text: String, line: Int)] = []
    while lines.count < limit, let bytes = try reader.next() {
      var text = decode(bytes)
      if lines.isEmpty, text.unicodeScalars.first == "\u{FEFF}" {
        text.unicodeScalars.removeFirst()
      }
      lines.append((text, reader.lineNumber))
    }
    return lines
  }

  static func decode(_ bytes: [UInt8]) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
