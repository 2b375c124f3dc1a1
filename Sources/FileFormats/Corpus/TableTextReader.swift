/// Reads one column of a table, row by row.
final class TableTextReader {
  private enum Rows {
    case delimited(DelimitedReader)
    case objects(LineReader, first: [UInt8]?)
  }

  /// The line on which the last row began, counted from 1.
  private(set) var lineNumber = 0
  private let path: String
  private let column: TextColumn
  private let skipsBadRows: Bool
  private var rows: Rows
  /// The index of the column, and how many fields every row has.
  private var place: (index: Int, width: Int)?
  private var skippedCount = 0
  private var firstSkipped = ""

  /// Reads the first line of a table, which decides its format, and its header.
  ///
  /// - Throws: `FileError.malformed` if there is no such column.
  init(_ lines: LineReader, column: TextColumn, skipsBadRows: Bool) throws(FileError) {
    path = lines.path
    self.column = column
    self.skipsBadRows = skipsBadRows
    var first = try lines.next()
    while let line = first, line.allSatisfy(\.isBlank) { first = try lines.next() }
    if let first, let foreign = ForeignFormat(firstLineOfTable: first) {
      throw .foreign(path: path, format: foreign, purpose: .table)
    }
    if first?.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{") {
      rows = .objects(lines, first: first)
      return
    }
    let notation = DelimitedText(firstLine: first ?? [], path: path)
    let reader = DelimitedReader(lines, notation: notation, after: first)
    rows = .delimited(reader)
    if case .name(let name) = column, first != nil {
      place = try Self.place(of: name, in: reader.next() ?? [], path: path)
    }
  }

  /// The text of the next row without line breaks, or nil after the last one.
  func next() throws(FileError) -> String? {
    while true {
      do {
        guard let text = try nextText() else { break }
        return text.utf8.contains { $0 == 0x0A || $0 == 0x0D } ? Self.onOneLine(text) : text
      } catch {
        try skip(error)
      }
    }
    if skippedCount > 0 {
      FileWarning(
        path: path,
        reason: "rows that cannot be read are left out: \(skippedCount); the first is "
          + firstSkipped
      ).tell()
      skippedCount = 0
    }
    return nil
  }

  /// Counts a row that may be left out; any other failure is thrown.
  private func skip(_ failure: Failure) throws(FileError) {
    switch failure {
    case .file(let error): throw error
    case .row(let reason):
      guard skipsBadRows else { throw .badRow(path: path, line: lineNumber, reason: reason) }
      if skippedCount == 0 { firstSkipped = "line \(lineNumber), \(reason)" }
      skippedCount += 1
    }
  }

  /// Why there is no text: a row that may be left out, or the file.
  private enum Failure: Error {
    case row(String)
    case file(FileError)
  }

  /// The text of the next row; empty lines are no rows.
  private func nextText() throws(Failure) -> String? {
    switch rows {
    case .delimited(let reader):
      var fields: [String]?
      do {
        repeat { fields = try reader.next() } while fields == [""] && place?.width != 1
      } catch { throw .file(error) }
      guard let fields else { return nil }
      lineNumber = reader.lineNumber
      return try field(of: fields, unquoting: reader.notation == .tabs)
    case .objects(let lines, let first):
      rows = .objects(lines, first: nil)
      var line = first
      do {
        while line == nil || line?.allSatisfy(\.isBlank) == true {
          line = try lines.next()
          if line == nil { return nil }
        }
      } catch { throw .file(error) }
      guard let line else { return nil }
      lineNumber = lines.lineNumber
      return try member(of: line)
    }
  }

  private func field(of fields: [String], unquoting: Bool) throws(Failure) -> String {
    let place: (index: Int, width: Int)
    if let known = self.place {
      place = known
    } else {
      guard case .number(let number) = column, number <= fields.count else {
        throw .file(
          .malformed(
            path: path, line: lineNumber,
            reason: "no column \(column); there are \(fields.count)"))
      }
      place = (number - 1, fields.count)
      self.place = place
    }
    guard fields.count == place.width else {
      throw .row("\(fields.count) fields, but \(place.width) are expected")
    }
    return unquoting ? QuotedField.unquoted(fields[place.index]) : fields[place.index]
  }

  private func member(of line: [UInt8]) throws(Failure) -> String {
    guard case .name(let name) = column else {
      throw .file(
        .malformed(
          path: path, line: lineNumber,
          reason: "JSON lines have keys and no column \(column); its keys are "
            + ((try? JSONValue(parsing: line, path: path))?.members ?? []).map(\.key)
            .joined(separator: ", ")))
    }
    let value: JSONValue
    do { value = try JSONValue(parsing: line, path: path) } catch { throw .row("not valid JSON") }
    guard let found = value[name] else { throw .row("no key \(name)") }
    guard let text = found.text else { throw .row("\(name) is no text") }
    return text
  }

  private static func place(
    of name: String, in header: [String], path: String
  ) throws(FileError) -> (index: Int, width: Int) {
    let names = header.map(QuotedField.unquoted)
    guard let index = names.firstIndex(ofBytes: name) else {
      throw .malformed(
        path: path, line: 1,
        reason: "no column \(name); the first row has " + names.joined(separator: ", "))
    }
    return (index, header.count)
  }

  private static func onOneLine(_ text: String) -> String {
    let bytes = text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
