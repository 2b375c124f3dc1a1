import FileFormats

/// The lines of a text file in UTF-8 or, like older benchmarks, in Windows-1252.
enum WesternLines {
  /// Reads up to `limit` lines with their numbers.
  ///
  /// A byte order mark at the start is dropped.
  ///
  /// - Throws: `FileError`, by name for formats that are no text.
  static func read(_ path: String, limit: Int = .max) throws(FileError) -> [(
    text: String, line: Int
  )] {
    let reader = try LineReader(path: path)
    var lines: [(text: String, line: Int)] = []
    while lines.count < limit, let bytes = try reader.next() {
      if lines.isEmpty, let foreign = ForeignFormat(bytes) {
        throw .foreign(path: reader.path, format: foreign, purpose: .text)
      }
      var text = WesternText.decode(bytes).text
      if lines.isEmpty, text.unicodeScalars.first == "\u{FEFF}" {
        text.unicodeScalars.removeFirst()
      }
      lines.append((text, reader.lineNumber))
    }
    return lines
  }
}
