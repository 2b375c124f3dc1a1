import FileFormats

/// Reads some columns of a table, row by row.
public final class RecordReader {
  /// The path as it was given.
  public var path: String { reader.path }
  /// The line on which the last row began, counted from 1.
  public var lineNumber: Int { reader.lineNumber }
  /// The names of the columns: those in the first row, or their numbers.
  public let names: [String]
  private let reader: DelimitedReader
  private let columns: [Int]

  /// Opens a table, whose first line tells how its fields are separated, and finds the columns.
  ///
  /// If some column has a name, the first row has the names of all.
  /// - Throws: `FileError` if it cannot be read, or has no such column.
  public init(path: String, columns: [TextColumn]) throws(FileError) {
    let lines = try LineReader(path: path)
    let first = try lines.next()
    reader = DelimitedReader(
      lines, notation: DelimitedText(firstLine: first ?? [], path: path), after: first)
    let hasNames = columns.contains { if case .name = $0 { true } else { false } }
    let header = hasNames ? try reader.next() ?? [] : []
    var (found, names): ([Int], [String]) = ([], [])
    for column in columns {
      switch column {
      case .number(let number):
        found.append(number - 1)
        names.append(header.indices.contains(number - 1) ? header[number - 1] : "\(number)")
      case .name(let name):
        guard let index = header.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
          throw .malformed(
            path: path, line: 1,
            reason: "no column \(name); the first row has " + header.joined(separator: ", "))
        }
        found.append(index)
        names.append(name)
      }
    }
    (self.columns, self.names) = (found, names)
  }

  /// The values of the columns in the next row, or nil after the last one; empty lines are no rows.
  ///
  /// - Throws: `FileError` for a row without one of the columns.
  public func next() throws(FileError) -> [String]? {
    var fields = try reader.next()
    while fields == [""], columns.count > 1 { fields = try reader.next() }
    guard let fields else { return nil }
    var values: [String] = []
    values.reserveCapacity(columns.count)
    for column in columns {
      guard fields.indices.contains(column) else {
        throw .badRow(
          path: path, line: lineNumber,
          reason: "\(fields.count) fields, and none in column \(column + 1)")
      }
      values.append(fields[column])
    }
    return values
  }
}
