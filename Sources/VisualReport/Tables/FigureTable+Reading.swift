import DataStructures
import DimensionReduction
import FileFormats
import Foundation

/// Tables in files.
extension FigureTable {
  /// More rows are no picture any more.
  static let mostRows = 200
  /// More columns are no picture either.
  static let mostColumns = 50

  /// Reads a table of figures: one of Markdown, one of fields between tabs, commas or semicolons, JSON with
  /// an object for each row in each line, or the JSON that `textae reduce compare --json` prints.
  ///
  /// The first row, or the keys of the first object, name the columns, and the first column the rows. A
  /// column is taken if all its cells are numbers, or empty, or a dash, or null; numbers may have commas
  /// between thousands, and a percent sign. Between semicolons, a comma is a decimal comma, and points
  /// stand between thousands: `1.066,5`. Of a file of Markdown, the first table is read.
  ///
  /// - Throws: `FileError`; `malformed`, with the line, for a table without figures, with rows of unequal
  ///   length, with more than 200 rows or 50 columns, with commas in numbers that could mean either, and for
  ///   other JSON.
  public init(contentsOf path: String) throws(FileError) {
    let lines = try LineReader(path: path)
    let name =
      path == "-" ? "Figures" : path.split(separator: "/").last.map(String.init) ?? path
    var first = try lines.next()
    while let line = first, Self.text(line).isEmpty { first = try lines.next() }
    let isMarkdown = name.hasSuffix(".md") || first?.first == UInt8(ascii: "|")
    guard let first else {
      throw .malformed(path: lines.path, line: nil, reason: "a table without a row")
    }
    let rows: [(line: Int, cells: [String])]
    var hasDecimalCommas = false
    if first.first == UInt8(ascii: "{") {
      // What fills several lines, or has entries, is no row.
      guard let row = try? JSONValue(parsing: first, path: lines.path), row["entries"] == nil else {
        self = try Self.comparison(lines, after: first)
        return
      }
      rows = try Self.objects(lines, after: row)
    } else if isMarkdown {
      rows = try Self.markdown(lines, after: first)
    } else {
      let notation = DelimitedText(firstLine: first, path: lines.path)
      if case .semicolons = notation { hasDecimalCommas = true }
      rows = try Self.delimited(lines, notation, after: first)
    }
    try self.init(
      rows, title: name, path: lines.path, hasDecimalCommas: hasDecimalCommas,
      isComplete: rows.count < Self.mostRows + 2)
  }

  /// A table of cells, with the line of each row.
  private init(
    _ rows: [(line: Int, cells: [String])], title: String, path: String, hasDecimalCommas: Bool,
    isComplete: Bool
  ) throws(FileError) {
    guard let head = rows.first else {
      throw .malformed(path: path, line: nil, reason: "no table in it")
    }
    let body = rows.dropFirst()
    let count = isComplete ? "\(body.count)" : "more than \(Self.mostRows)"
    guard body.count <= Self.mostRows, head.cells.count <= Self.mostColumns else {
      throw .malformed(
        path: path, line: head.line,
        reason: "a table of \(count) rows and \(head.cells.count) columns; at most "
          + "\(Self.mostRows) and \(Self.mostColumns) are drawn")
    }
    for row in body where row.cells.count != head.cells.count {
      throw .malformed(
        path: path, line: row.line,
        reason: "\(row.cells.count) cells, where the first row has \(head.cells.count)")
    }
    var columns: [Column] = []
    for place in head.cells.indices.dropFirst() {
      let cells = body.map { $0.cells[place] }
      let values = cells.map { Self.number($0, hasDecimalCommas: hasDecimalCommas) }
      // Neither a number nor nothing, but a number without its commas.
      let isUnclear = zip(cells, values).map {
        $1 == nil && Self.number($0.filter { $0 != "," }, hasDecimalCommas: false) != nil
      }
      guard
        zip(cells, zip(values, isUnclear)).allSatisfy({
          $1.0 != nil || $1.1 || Self.isNothing($0)
        })
      else { continue }
      if let row = isUnclear.firstIndex(of: true) {
        throw .malformed(
          path: path, line: body[body.startIndex + row].line,
          reason: "\(cells[row]) is no number: "
            + (hasDecimalCommas
              ? "between semicolons, a comma is a decimal comma"
              : "commas stand between thousands only, and decimals after a point"))
      }
      guard values.contains(where: { $0 != nil }) else { continue }
      columns.append(Column(name: head.cells[place], values: values))
    }
    guard !columns.isEmpty else {
      throw .malformed(
        path: path, line: head.line, reason: "no column of numbers behind the first")
    }
    self.init(
      title: title, about: "", heading: head.cells[0], rows: body.map { $0.cells[0] },
      columns: columns)
  }

  // MARK: - Cells

  private static func text(_ line: [UInt8]) -> String {
    String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces)
  }

  private static func number(_ cell: String, hasDecimalCommas: Bool) -> Double? {
    var text = cell
    if text.hasSuffix("%") { text = text.dropLast().trimmingCharacters(in: .whitespaces) }
    text = text.replacingOccurrences(of: "−", with: "-")
    if text.contains(",") {
      let (grouping, decimal) = hasDecimalCommas ? (".", ",") : (",", ".")
      let parts = text.components(separatedBy: decimal)
      guard parts.count <= 2, parts.dropFirst().allSatisfy({ !$0.contains(grouping) }),
        let whole = ungrouped(parts[0], by: grouping)
      else { return nil }
      text = ([whole] + parts.dropFirst()).joined(separator: ".")
    }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Digits without what stands between their thousands; nil if it stands elsewhere.
  private static func ungrouped(_ text: String, by mark: String) -> String? {
    let parts = text.components(separatedBy: mark)
    let leading = parts[0].drop { "+-".contains($0) }
    guard
      parts.count == 1
        || (1...3).contains(leading.count) && parts.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return parts.joined()
  }

  private static func isNothing(_ cell: String) -> Bool {
    ["", "-", "–", "—", "nan", "n/a"].contains(cell.lowercased())
  }

  // MARK: - Notations

  private static func delimited(
    _ lines: LineReader, _ notation: DelimitedText, after first: [UInt8]
  ) throws(FileError) -> [(line: Int, cells: [String])] {
    let reader = DelimitedReader(lines, notation: notation, after: first)
    var rows: [(line: Int, cells: [String])] = []
    // One row too many is enough to refuse the table.
    while rows.count < mostRows + 2, let cells = try reader.next() {
      let trimmed = cells.map { $0.trimmingCharacters(in: .whitespaces) }
      if trimmed != [""] { rows.append((reader.lineNumber, trimmed)) }
    }
    return rows
  }

  private static func markdown(
    _ lines: LineReader, after first: [UInt8]
  ) throws(FileError) -> [(line: Int, cells: [String])] {
    var rows: [(line: Int, cells: [String])] = []
    var next: [UInt8]? = first
    while rows.count < mostRows + 2, let line = next {
      let text = text(line)
      if text.hasPrefix("|") {
        let cells = cells(text)
        // The second row is a rule of dashes and colons.
        if rows.count != 1 || !cells.allSatisfy({ $0.allSatisfy("-:".contains) }) {
          rows.append((lines.lineNumber, cells))
        }
      } else if !rows.isEmpty {
        break
      }
      next = try lines.next()
    }
    return rows
  }

  /// The cells of a row between bars, without marks of type. A bar after a backslash is text.
  private static func cells(_ row: String) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in row.dropFirst() {
      if character == "|", !isEscaped {
        cells.append("")
      } else if character != "\\" || isEscaped {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    // What stands after the last bar is no cell.
    if cells.last?.allSatisfy(\.isWhitespace) == true { cells.removeLast() }
    return cells.map {
      $0.filter { $0 != "`" && $0 != "*" }.trimmingCharacters(in: .whitespaces)
    }
  }

  private static func objects(
    _ lines: LineReader, after first: JSONValue
  ) throws(FileError) -> [(line: Int, cells: [String])] {
    let keys = first.members?.map(\.key) ?? []
    guard !keys.isEmpty else {
      throw .malformed(
        path: lines.path, line: lines.lineNumber, reason: "an object without members")
    }
    var rows = [(line: lines.lineNumber, cells: keys)]
    var next: JSONValue? = first
    while rows.count < mostRows + 2, let object = next {
      guard let members = object.members, members.count == keys.count,
        keys.allSatisfy({ object[$0] != nil })
      else {
        throw .malformed(
          path: lines.path, line: lines.lineNumber,
          reason: "not an object with the keys of the first")
      }
      rows.append((lines.lineNumber, keys.map { cell(object[$0]) }))
      var line = try lines.next()
      while let empty = line, text(empty).isEmpty { line = try lines.next() }
      next = line.map { (try? JSONValue(parsing: $0, path: lines.path)) ?? .null }
    }
    return rows
  }

  private static func cell(_ value: JSONValue?) -> String {
    if case .integer(let number)? = value { return "\(number)" }
    return value?.text ?? value?.doubleValue.map { "\($0)" } ?? value?.truth.map { "\($0)" } ?? ""
  }

  // MARK: - Reducers

  private static func comparison(
    _ lines: LineReader, after first: [UInt8]
  ) throws(FileError) -> FigureTable {
    var bytes = first
    while let line = try lines.next() {
      guard bytes.count < LineReader.lineLimit else { break }
      bytes += [UInt8(ascii: "\n")] + line
    }
    guard let result = try? JSONDecoder().decode(ReductionComparison.self, from: Data(bytes)),
      !result.entries.isEmpty
    else {
      throw .malformed(
        path: lines.path, line: nil,
        reason: "JSON, but not what 'textae reduce compare --json' prints")
    }
    return FigureTable(result)
  }

  /// The figures of principal components and autoencoders, by the dimensions of their codes.
  public init(_ comparison: ReductionComparison) {
    let entries = comparison.entries.sorted { $0.dimension < $1.dimension }
    func columns(_ name: String, _ value: (ReductionQuality) -> Double) -> [Column] {
      [
        Column(
          name: name, series: "autoencoder", values: entries.map { 100 * value($0.autoencoder) }),
        Column(name: name, series: "PCA", values: entries.map { 100 * value($0.pca) }),
      ]
    }
    self.init(
      title: "Autoencoder and principal components",
      about:
        "Vectors of \(comparison.inputDimension) components made shorter by principal components, "
        + "which are linear, and by an autoencoder, which need not be. Both were fitted to "
        + "\(TextFormat.grouped(comparison.fittedVectors)) vectors and measured on \(TextFormat.grouped(comparison.measuredVectors)) others: "
        + "what is lost, of the variance of the vectors, and how many of the "
        + "\(comparison.neighbors) nearest neighbors are still those of the code.",
      heading: "dimensions of the code", rows: entries.map { "\($0.dimension)" },
      columns: columns("error, % of the variance", \.reconstructionError)
        + columns("neighbors that stay, %", \.neighborsKept))
  }
}
