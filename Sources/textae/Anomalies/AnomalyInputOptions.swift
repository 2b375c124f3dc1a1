import AnomalyDetection
import CommandLineKit
import FileFormats

/// Where texts or records stand, and which of them are normal.
struct AnomalyInputOptions: OptionGroup {
  static let title = "Tables"

  @Option(
    "Read the texts from a column of CSV or TSV: its name in the first row, or its number from 1.",
    value: "COLUMN")
  var textColumn: String?
  @Option(
    "Read records instead of texts: the columns to compare, by name or number, such as "
      + "1-3,amount. Numbers are put into bins.", value: "COLUMN,…")
  var fields: String?
  @Option("The column that tells normal rows from others.", value: "COLUMN")
  var labelColumn: String?
  @Option("The label of normal rows.", value: "LABEL") var normal = "normal"

  func validate() throws {
    if textColumn != nil, fields != nil { throw UsageProblem.conflict("--text-column", "--fields") }
    if [textColumn, fields, labelColumn].contains("") { throw UsageRule.emptyColumn }
    if $normal, labelColumn == nil { throw UsageRule.normalWithoutLabels }
  }

  /// Throws if there are labels, and neither columns nor the fields of a fitted model.
  func validateLabels(fields fitted: [String]? = nil) throws {
    if labelColumn != nil, textColumn == nil, fields == nil, fitted == nil {
      throw UsageRule.labelsWithoutTexts
    }
  }

  /// The columns of the fields: numbers, ranges of numbers, and names.
  var fieldColumns: [TextColumn]? {
    fields?.split(separator: ",").flatMap { part -> [TextColumn] in
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      if ends.count == 2, let first = ends[0], let last = ends[1], 1 <= first, first <= last,
        last <= 100_000
      {
        return (first...last).map { .number($0) }
      }
      return [TextColumn(part.trimmingCharacters(in: .whitespaces))]
    }
  }
}

/// A text or a record, as it stands in a file.
struct AnomalyItem {
  /// The line, or the fields with their names.
  let shown: String
  /// The values of a record; a text alone.
  let values: [String]
  /// Whether its label says that it is normal; nil without labels.
  let isNormal: Bool?
}

/// Texts or records from files, read in groups, so that memory stays constant.
struct AnomalyStream {
  private let paths: [String]
  private let columns: [TextColumn]?
  private let label: TextColumn?
  private let normal: String
  private var next = 0
  private var records: RecordReader?
  private var lines: SentenceStream?
  /// The names of the fields, once a file is open.
  private(set) var names: [String] = []

  /// Reads files; an empty list and `-` mean standard input. `fields` are those of a fitted model.
  init(files: [String], _ options: AnomalyInputOptions, fields: [String]? = nil) {
    paths = files.isEmpty ? ["-"] : files
    columns =
      options.fieldColumns ?? fields.map { $0.map { TextColumn($0) } }
      ?? options.textColumn.map { [TextColumn($0)] }
    label = options.labelColumn.map { TextColumn($0) }
    normal = options.normal
    if columns == nil { lines = SentenceStream(files: paths, isPrompt: true) }
  }

  /// The next items, at most `count`; nil after the last.
  mutating func next(_ count: Int) throws -> [AnomalyItem]? {
    if lines != nil {
      return try lines?.next(count)?.map { AnomalyItem(shown: $0, values: [$0], isNormal: nil) }
    }
    var items: [AnomalyItem] = []
    while items.count < count, let item = try nextItem() { items.append(item) }
    return items.isEmpty ? nil : items
  }

  private mutating func nextItem() throws -> AnomalyItem? {
    guard let columns else { return nil }
    while true {
      if let records {
        if var values = try records.next() {
          let isNormal = label.map { _ in values.removeLast() == normal }
          let shown =
            columns.count == 1
            ? values[0] : zip(names, values).map { "\($0)=\($1)" }.joined(separator: " ")
          return AnomalyItem(shown: shown, values: values, isNormal: isNormal)
        }
        self.records = nil
      }
      guard next < paths.count else { return nil }
      let reader = try RecordReader(
        path: paths[next], columns: columns + (label.map { [$0] } ?? []))
      next += 1
      records = reader
      names = Array(reader.names.prefix(columns.count))
    }
  }
}
