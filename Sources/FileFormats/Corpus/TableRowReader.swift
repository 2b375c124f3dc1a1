/// Reads a table row by row, with all its columns.
///
///     let reader = try TableRowReader(path: "reviews.csv", text: .name("text"))
///     while let row = try reader.next() { print(row.text, row.fields) }
///
/// A table is JSON lines, or has fields that are separated by tabs, commas or semicolons, which its
/// first line tells. The columns of JSON lines are the keys of the first object.
public final class TableRowReader {
  /// A row: its text without line breaks, and what is in the other columns.
  public struct Row: Equatable, Sendable {
    /// The text.
    public let text: String
    /// The fields of `columns`, in their order.
    public let fields: [String]
  }

  private enum Rows {
    case delimited(DelimitedReader)
    case objects(LineReader, first: [UInt8]?)
  }

  /// The path as it was given.
  public let path: String
  /// The names of the columns beside the text; their numbers in a table without a header.
  public let columns: [String]
  /// The line on which the last row began, counted from 1.
  public private(set) var lineNumber = 0
  private let text: TextColumn
  private let skipsBadRows: Bool
  private var rows: Rows
  /// The first row of a table without a header, read to count its columns.
  private var upcoming: [String]?
  /// The place of the text among the fields of a row, and how many there are.
  private var place = 0
  private var width = 0
  private var skippedCount = 0
  private var firstSkipped = ""

  /// Opens a table and finds its columns.
  ///
  /// - Throws: `FileError`, `malformed` if it has no such column.
  public init(
    path: String, text: TextColumn, skipsBadRows: Bool = false
  ) throws(FileError) {
    let lines = try LineReader(path: path)
    self.path = lines.path
    self.text = text
    self.skipsBadRows = skipsBadRows
    var first = try lines.next()
    while let line = first, line.allSatisfy(\.isBlank) { first = try lines.next() }
    if let first, let foreign = ForeignFormat(firstLineOfTable: first) {
      throw .foreign(path: path, format: foreign, purpose: .table)
    }
    try CorpusLineReader.checkStart(first ?? [], path: lines.path)
    if first?.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{") {
      guard case .name(let name) = text else {
        throw .malformed(
          path: lines.path, line: 1, reason: "JSON lines have keys and no column \(text)")
      }
      rows = .objects(lines, first: first)
      let object = try? JSONValue(parsing: first ?? [], path: lines.path)
      columns = (object?.members ?? []).map(\.key).filter { !$0.utf8.elementsEqual(name.utf8) }
      return
    }
    let reader = DelimitedReader(
      lines, notation: DelimitedText(firstLine: first ?? [], path: lines.path), after: first)
    rows = .delimited(reader)
    let header = try reader.next() ?? []
    let names: [String]
    switch text {
    case .name(let name):
      names = header.map(QuotedField.unquoted)
      let found = names.firstIndex(ofBytes: name)
      guard first == nil || found != nil else {
        throw .malformed(
          path: lines.path, line: 1,
          reason: "no column \(name); the first row has " + names.joined(separator: ", "))
      }
      place = found ?? 0
    case .number(let number):
      names = (1...max(1, header.count)).map(String.init)
      guard first == nil || number <= header.count else {
        throw .malformed(
          path: lines.path, line: 1, reason: "no column \(text); there are \(header.count)")
      }
      place = number - 1
      upcoming = first == nil ? nil : header
    }
    width = header.count
    let textPlace = place
    columns = names.enumerated().filter { $0.offset != textPlace }.map(\.element)
  }

  /// The next row, or nil after the last one.
  ///
  /// - Throws: `FileError`, `badRow` for a row that cannot be read, unless such rows are left out.
  public func next() throws(FileError) -> Row? {
    while true {
      switch try read() {
      case .none: return endOfRows()
      case .some(.success(let row)): return row
      case .some(.failure(let problem)):
        guard skipsBadRows else {
          throw .badRow(path: path, line: lineNumber, reason: problem.reason)
        }
        if skippedCount == 0 { firstSkipped = "line \(lineNumber), \(problem.reason)" }
        skippedCount += 1
      }
    }
  }

  /// Why a row cannot be read, although those behind it can.
  private struct BadRow: Error { let reason: String }

  private func endOfRows() -> Row? {
    guard skippedCount > 0 else { return nil }
    FileWarning(
      path: path,
      reason: "rows that cannot be read are left out: \(skippedCount); the first is "
        + firstSkipped
    ).tell()
    skippedCount = 0
    return nil
  }

  private func read() throws(FileError) -> Result<Row, BadRow>? {
    switch rows {
    case .delimited(let reader):
      var fields = upcoming
      upcoming = nil
      lineNumber = 1
      while fields == nil || fields == [""] && width != 1 {
        fields = try reader.next()
        lineNumber = reader.lineNumber
        if fields == nil { return nil }
      }
      return row(fields ?? [], unquoting: reader.notation == .tabs)
    case .objects(let lines, let first):
      rows = .objects(lines, first: nil)
      var line = first
      while line == nil || line?.allSatisfy(\.isBlank) == true {
        line = try lines.next()
        if line == nil { return nil }
      }
      lineNumber = lines.lineNumber
      return row(line ?? [])
    }
  }

  private func row(_ fields: [String], unquoting: Bool) -> Result<Row, BadRow> {
    guard fields.count == width else {
      return .failure(BadRow(reason: "\(fields.count) fields, but \(width) are expected"))
    }
    var fields = unquoting ? fields.map(QuotedField.unquoted) : fields
    let text = fields.remove(at: place)
    return .success(Row(text: Self.onOneLine(text), fields: fields))
  }

  private func row(_ line: [UInt8]) -> Result<Row, BadRow> {
    guard let object = try? JSONValue(parsing: line, path: path) else {
      return .failure(BadRow(reason: "not valid JSON"))
    }
    guard case .name(let name) = text, let found = object[name] else {
      return .failure(BadRow(reason: "no key \(text)"))
    }
    guard let text = found.text else { return .failure(BadRow(reason: "\(name) is no text")) }
    let fields = columns.map { column -> String in
      switch object[column] {
      case .none, .some(.null): ""
      case .some(let value): value.text ?? value.jsonText
      }
    }
    return .success(Row(text: Self.onOneLine(text), fields: fields))
  }

  private static func onOneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
    return String(
      decoding: text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
  }
}
