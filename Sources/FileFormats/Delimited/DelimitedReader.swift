/// Reads a table row by row.
///
/// A field that is not valid UTF-8 is read as Windows-1252, which is told as one ``FileWarning``.
public final class DelimitedReader {
  /// The number of the line on which the last row began, counted from 1.
  public private(set) var lineNumber = 0
  /// How the fields are separated.
  public let notation: DelimitedText
  private let lines: LineReader
  /// A line that was read already.
  private var upcoming: [UInt8]?
  private var westernCount = 0

  private let warns: Bool

  /// Opens a table as `LineReader` opens its file.
  ///
  /// - Throws: `FileError` if it cannot be opened.
  public convenience init(
    path: String, notation: DelimitedText? = nil, warns: Bool = true
  ) throws(FileError) {
    self.init(
      try LineReader(path: path), notation: notation ?? DelimitedText(path: path), warns: warns)
  }

  /// Reads what is left of a file, after a line that was read already if there is one.
  package init(
    _ lines: LineReader, notation: DelimitedText, after upcoming: [UInt8]? = nil,
    warns: Bool = true
  ) {
    self.lines = lines
    self.notation = notation
    self.upcoming = upcoming
    self.warns = warns
  }

  /// The path as it was given, `standard input` for `-`.
  public var path: String { lines.path }

  /// The fields of the next row, or nil after the last one.
  ///
  /// - Throws: `FileError.malformed` on quotes without end.
  public func next() throws(FileError) -> [String]? {
    guard let line = try nextLine() else {
      tellEncoding()
      return nil
    }
    lineNumber = lines.lineNumber
    switch notation {
    case .tabs:
      return line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map(text)
    case .commas: return try quoted(line, separator: UInt8(ascii: ","))
    case .semicolons: return try quoted(line, separator: UInt8(ascii: ";"))
    }
  }

  private func nextLine() throws(FileError) -> [UInt8]? {
    if let line = upcoming {
      upcoming = nil
      return line
    }
    return try lines.next()
  }

  private func quoted(_ first: [UInt8], separator: UInt8) throws(FileError) -> [String] {
    let quote = UInt8(ascii: "\"")
    var line = first
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    while true {
      if index == line.count {
        guard isQuoted else { break }
        // The quoted field goes on in the next line.
        guard field.count <= LineReader.lineLimit, let next = try lines.next() else {
          throw .malformed(path: lines.path, line: lineNumber, reason: "a quote without end")
        }
        field.append(UInt8(ascii: "\n"))
        line = next
        index = 0
        continue
      }
      let byte = line[index]
      index += 1
      if isQuoted {
        if byte != quote {
          field.append(byte)
        } else if index < line.count, line[index] == quote {
          field.append(quote)
          index += 1
        } else {
          isQuoted = false
        }
      } else if byte == quote, field.isEmpty {
        isQuoted = true
      } else if byte == separator {
        fields.append(text(field))
        field.removeAll()
      } else {
        field.append(byte)
      }
    }
    return fields + [text(field)]
  }

  private func text(_ bytes: some Sequence<UInt8>) -> String {
    let (text, isUTF8) = WesternText.decode(Array(bytes))
    if !isUTF8 { westernCount += 1 }
    return text
  }

  private func tellEncoding() {
    guard warns, westernCount > 0 else { return }
    FileWarning(
      path: lines.path,
      reason: westernCount == 1
        ? "1 field that is not valid UTF-8 is read as Windows-1252"
        : "\(westernCount) fields that are not valid UTF-8 are read as Windows-1252"
    ).tell()
    westernCount = 0
  }
}
