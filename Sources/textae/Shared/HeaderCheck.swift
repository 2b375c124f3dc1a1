import CommandLineKit
import FileFormats

/// Warns of a first row that looks like the names of columns, where the column of the text has a number,
/// so that the first row is read like all others.
enum HeaderCheck {
  /// Words that tables have as names of columns; one of them is in a header, and hardly in a row.
  private static let usualNames: Set = [
    "id", "text", "sentence", "content", "message", "body", "title", "question", "comment",
    "review", "description", "label", "class", "category", "date", "name", "subject", "url",
    "score",
  ]

  /// Looks at the first row of a table of text in column `number`, counted from 1.
  static func warn(of file: String, number: Int, _ console: Console) {
    // A table that cannot be read is reported where its rows are.
    guard file != "-", let row = firstRow(of: file), row.indices.contains(number - 1),
      isHeader(row)
    else { return }
    console.warn(
      "the first row of \(file) looks like a header, but is read as a row, because --text-column is a "
        + "number; --text-column \(row[number - 1]) leaves it out")
  }

  private static func firstRow(of file: String) -> [String]? {
    guard let lines = try? LineReader(path: file), let line = try? lines.next() else { return nil }
    let notation = DelimitedText(firstLine: line, path: file)
    return try? DelimitedReader(lines, notation: notation, after: line, warns: false).next()
  }

  /// Whether all fields are different names, one of them usual.
  private static func isHeader(_ row: [String]) -> Bool {
    Set(row).count == row.count && row.allSatisfy(isName)
      && row.contains { usualNames.contains($0.lowercased()) }
  }

  private static func isName(_ field: String) -> Bool {
    field.first?.isLetter == true && field.count <= 40
      && field.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}
