import FileFormats

/// Sentences with what stands beside them, from tables, or alone from lines of text.
struct RowStream {
  private enum Source {
    case lines(SentenceStream)
    case tables(ArraySlice<String>, TableRowReader?)
  }

  /// The names of the columns beside the sentences: those of the first table.
  let columns: [String]
  private var source: Source
  private let format: CorpusFormat

  /// Rows of files, one after another; `-` and an empty list mean standard input.
  ///
  /// `columns` are those that are wanted; nil for all of the first table.
  init(files: [String], format: CorpusFormat, columns wanted: [String]? = nil) throws {
    self.format = format
    guard let column = format.column else {
      source = .lines(SentenceStream(files: files, format: format))
      columns = []
      return
    }
    let paths = files.isEmpty ? ["-"] : files
    let first = try TableRowReader(
      path: paths[0], text: column, skipsBadRows: format.skipsBadRows)
    columns = wanted ?? first.columns
    source = .tables(paths.dropFirst()[...], first)
    try check(first)
  }

  /// The next rows, at most `count`; nil after the last.
  mutating func next(_ count: Int) throws -> (sentences: [String], fields: [[String]])? {
    switch source {
    case .lines(var stream):
      let sentences = try stream.next(count)
      source = .lines(stream)
      return sentences.map { ($0, []) }
    case .tables(var paths, var reader):
      var (sentences, fields): ([String], [[String]]) = ([], [])
      while sentences.count < count, let current = reader {
        if let row = try current.next() {
          sentences.append(row.text)
          fields.append(columns.isEmpty ? [] : ordered(row.fields, of: current))
          continue
        }
        reader = try paths.popFirst().map { path in
          try TableRowReader(
            path: path, text: format.column ?? .number(1), skipsBadRows: format.skipsBadRows)
        }
        if let reader { try check(reader) }
      }
      source = .tables(paths, reader)
      return sentences.isEmpty ? nil : (sentences, fields)
    }
  }

  /// Throws if a table lacks a column.
  private func check(_ reader: TableRowReader) throws {
    guard let missing = columns.first(where: { reader.columns.firstIndex(ofBytes: $0) == nil })
    else { return }
    throw FileError.malformed(
      path: reader.path, line: 1,
      reason: "no column \(missing); besides the text there are "
        + reader.columns.joined(separator: ", "))
  }

  /// The fields in the order of `columns`.
  private func ordered(_ fields: [String], of reader: TableRowReader) -> [String] {
    columns.map { name in
      reader.columns.firstIndex(ofBytes: name).map { fields[$0] } ?? ""
    }
  }
}
