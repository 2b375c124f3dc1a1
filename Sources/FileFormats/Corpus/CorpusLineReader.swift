/// Reads the sentences of a corpus, from lines of text or from a column of a table.
///
///     let reader = try CorpusLineReader(
///       path: "reviews.csv", format: CorpusFormat(column: .name("text")))
///     while let sentence = try reader.next() { … }
///
/// Every row of a table gives one line; line breaks in it become spaces.
public final class CorpusLineReader {
  private enum Source {
    case lines(LineReader)
    case table(TableTextReader)
  }

  /// The path as it was given, `standard input` for `-`.
  public let path: String
  private let source: Source

  /// Opens a file.
  ///
  /// - Throws: `FileError` if it cannot be opened, or if it is a table without the column.
  public init(path: String, format: CorpusFormat = .lines) throws(FileError) {
    let lines = try LineReader(path: path)
    self.path = lines.path
    if let column = format.column {
      source = .table(
        try TableTextReader(lines, column: column, skipsBadRows: format.skipsBadRows))
    } else {
      source = .lines(lines)
    }
  }

  /// The number of the line on which the last sentence began, counted from 1; 0 before the first.
  public var lineNumber: Int {
    switch source {
    case .lines(let reader): reader.lineNumber
    case .table(let reader): reader.lineNumber
    }
  }

  /// The bytes of the next sentence, or nil after the last one.
  ///
  /// - Throws: `FileError`, on a row of a table without the column, too.
  public func next() throws(FileError) -> [UInt8]? {
    switch source {
    case .lines(let reader):
      let isFirst = reader.lineNumber == 0
      let line = try reader.next()
      if isFirst, let line { try Self.checkStart(line, path: path) }
      return line
    case .table(let reader): return try reader.next().map { Array($0.utf8) }
    }
  }

  /// Whether the next sentence is a line that is still to be written by somebody at the other end of a
  /// pipe; false for tables.
  package var wouldWait: Bool {
    if case .lines(let reader) = source { reader.wouldWait } else { false }
  }

  /// The next sentences until they make up at least `minimumBytes`; nil after the last one.
  public func nextBlock(minimumBytes: Int) throws(FileError) -> LineBlock? {
    switch source {
    case .lines(let reader):
      let block = try reader.nextBlock(minimumBytes: minimumBytes)
      if let block, block.firstLine == 1 { try Self.checkStart(block.bytes, path: path) }
      return block
    case .table(let reader):
      var bytes: [UInt8] = []
      var first: Int?
      var count = 0
      while bytes.count < minimumBytes, let text = try reader.next() {
        first = first ?? reader.lineNumber
        count += 1
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
      }
      return first.map { LineBlock(bytes: bytes, firstLine: $0, lineCount: count) }
    }
  }

  /// Refuses the beginning of a file that is no text by the name of its format.
  static func checkStart(_ bytes: [UInt8], path: String) throws(FileError) {
    guard let foreign = ForeignFormat(bytes) else { return }
    throw .foreign(path: path, format: foreign, purpose: .text)
  }
}
