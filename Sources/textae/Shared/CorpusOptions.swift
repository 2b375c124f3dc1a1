import CommandLineKit
import FileFormats

/// Where the sentences of the files of a command stand.
struct CorpusOptions: OptionGroup {
  static let title = "Tables"

  @Option(
    "Read the sentences from a column of CSV, TSV or JSON lines: its name in the first row or in "
      + "each object, or its number from 1 in a table without a header.",
    value: "COLUMN")
  var textColumn: String?
  @Flag("Leave out rows that cannot be read, and count them, instead of stopping at the first.")
  var skipBadRows

  /// With `hasOtherRows` the command reads rows of something other than text, too.
  func validate(hasOtherRows: Bool = false) throws {
    if skipBadRows, textColumn == nil, !hasOtherRows { throw UsageRule.badRowsWithoutTable }
    if textColumn?.isEmpty == true { throw UsageRule.emptyColumn }
  }

  /// Warns of files that are named like tables and read line by line, and of headers that are read as
  /// rows.
  func warn(of files: [String], _ console: Console) {
    if case .number(let number)? = textColumn.map(TextColumn.init) {
      for file in files { HeaderCheck.warn(of: file, number: number, console) }
    }
    guard textColumn == nil else { return }
    for file in files {
      let name = Compression.withoutEnding(file).lowercased()
      guard [".csv", ".tsv", ".jsonl", ".ndjson"].contains(where: name.hasSuffix) else { continue }
      console.warn(
        "\(file) looks like a table, but each line of it is read as a sentence; --text-column names the "
          + "column to read")
    }
  }

  /// The format for the library.
  var format: CorpusFormat {
    CorpusFormat(column: textColumn.map(TextColumn.init), skipsBadRows: skipBadRows)
  }
}
