/// The two text formats of tables.
public enum DelimitedText: Sendable {
  /// Fields separated by tabs; quotes mean nothing, and a field holds neither tab nor line end.
  case tabs
  /// Fields separated by commas, quoted where necessary (RFC 4180).
  case commas

  /// The format that the name of a file suggests: commas for `.csv`, otherwise tabs.
  public init(path: String) {
    let name = path.hasSuffix(".gz") ? path.dropLast(3) : path[...]
    self = name.lowercased().hasSuffix(".csv") ? .commas : .tabs
  }
}

/// Reads a table row by row.
public final class DelimitedReader {
  /// The number of the line on which the last row began, counted from 1.
  public private(set) var lineNumber = 0
  private let lines: LineReader
  private let notation: DelimitedText

  /// Opens a table as `LineReader` opens its file.
  ///
  /// - Throws: `FileError` if it cannot be opened.
  public init(path: String, notation: DelimitedText? = nil) throws(FileError) {
    lines = try LineReader(path: path)
    self.notation = notation ?? DelimitedText(path: path)
  }

  /// The fields of the next row, or nil after the last one.
  ///
  /// - Throws: `FileError.malformed` on text that is not UTF-8 and on quotes without end.
  public func next() throws(FileError) -> [String]? {
    guard let line = try lines.next() else { return nil }
    lineNumber = lines.lineNumber
    switch notation {
    case .tabs:
      var fields: [String] = []
      for field in line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) {
        fields.append(try text(field))
      }
      return fields
    case .commas:
      return try commaSeparated(line)
    }
  }

  private func commaSeparated(_ first: [UInt8]) throws(FileError) -> [String] {
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
          throw malformed("a quote without end")
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
      } else if byte == UInt8(ascii: ",") {
        fields.append(try text(field))
        field.removeAll()
      } else {
        field.append(byte)
      }
    }
    return fields + [try text(field)]
  }

  private func text(_ bytes: some Sequence<UInt8>) throws(FileError) -> String {
    guard let text = String(validating: Array(bytes), as: UTF8.self) else {
      throw malformed("text that is no UTF-8")
    }
    return text
  }

  private func malformed(_ reason: String) -> FileError {
    .malformed(path: lines.path, line: lineNumber, reason: reason)
  }
}
