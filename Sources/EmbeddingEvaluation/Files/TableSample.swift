import FileFormats

/// The first rows of a table, and what their columns look like.
struct TableSample {
  let separator: EvaluationLayout.Separator
  /// The names in the first row, if it is a header.
  private(set) var names: [String]?
  /// The rows below the header.
  private(set) var rows: [[String]]
  /// The number of fields that most rows have.
  let width: Int

  /// A sample, or nil if the rows have too different lengths to be those of a table.
  init?(_ all: [[String]], separator: EvaluationLayout.Separator) {
    let counts = Dictionary(all.map { ($0.count, 1) }, uniquingKeysWith: +)
    guard let common = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
      return nil
    }
    let regular = all.filter { $0.count == common.key }
    guard common.key >= 2, regular.count * 10 >= all.count * 9 else { return nil }
    self.separator = separator
    width = common.key
    rows = regular
    guard let head = all.first, head.count == width else { return }
    let below = Array(rows.dropFirst())
    let isHeader = head.indices.contains { column in
      let name = head[column].trimmingSpaces
      return name.isEmpty
        ? Self.isIndex(below, column)
        : Self.number(name, separator) == nil && Self.isNumeric(below, column, separator)
    }
    if isHeader { takeHeader() }
  }

  /// Takes the first row for the header, if that was not done already.
  mutating func takeHeader() {
    guard names == nil, let head = rows.first else { return }
    names = head.map(\.trimmingSpaces)
    rows.removeFirst()
  }

  /// Whether every field is a number or empty, and not all are empty.
  func isNumeric(_ column: Int) -> Bool { Self.isNumeric(rows, column, separator) }

  /// Whether the fields number the rows: consecutive whole numbers, or different ones that are too many or
  /// too large to be scores, as are left of an index after rows were dropped or shuffled.
  func isIndex(_ column: Int) -> Bool { Self.isIndex(rows, column) }

  /// Whether the fields count the rows of a table of more than a few, wherever the column is.
  func countsRows(_ column: Int) -> Bool {
    let numbers = rows.compactMap { Int($0[column].trimmingSpaces) }
    return rows.count > 4 && numbers.count == rows.count && Self.areConsecutive(numbers)
  }

  /// Whether the fields say nothing: empty, or the star of a linguist's judgment.
  func isBlank(_ column: Int) -> Bool {
    rows.allSatisfy { ["", "*"].contains($0[column].trimmingSpaces) }
  }

  /// Whether no field has a space in it.
  func isWords(_ column: Int) -> Bool {
    rows.allSatisfy { !$0[column].trimmingSpaces.contains(" ") }
  }

  /// The different fields.
  func values(_ column: Int) -> Set<String> { Set(rows.map { $0[column].trimmingSpaces }) }

  /// Whether the fields can be names of classes: words that come three times each, or a few words that
  /// come ten times each, as titles and answers seldom do.
  func isClass(_ column: Int) -> Bool {
    let values = values(column)
    return values.count * (isWords(column) ? 3 : 10) <= rows.count
      && values.allSatisfy { $0.count(where: { $0 == " " }) < Self.mostLabelWords }
  }

  /// Whether every field comes about three times, as classes do and texts do not.
  func isRepetitive(_ column: Int) -> Bool { values(column).count * 3 <= rows.count }

  /// So many words a class may be called by, as "lost or stolen card".
  private static let mostLabelWords = 5

  /// Whether every field is a whole number or empty, and not all are empty.
  func isWhole(_ column: Int) -> Bool {
    isNumeric(column)
      && values(column).allSatisfy { value in
        value.isEmpty || Self.number(value, separator).flatMap { Int(exactly: $0) } != nil
      }
  }

  private static func isNumeric(
    _ rows: [[String]], _ column: Int, _ separator: EvaluationLayout.Separator
  ) -> Bool {
    let fields = rows.lazy.map { $0[column].trimmingSpaces }
    return fields.contains { !$0.isEmpty }
      && fields.allSatisfy { $0.isEmpty || number($0, separator) != nil }
  }

  private static func isIndex(_ rows: [[String]], _ column: Int) -> Bool {
    let numbers = rows.compactMap { row in
      Double(row[column].trimmingSpaces).flatMap { Int(exactly: $0) }
    }
    guard numbers.count == rows.count, numbers.count >= 2 else { return false }
    return areConsecutive(numbers)
      || Set(numbers).count == numbers.count && numbers.allSatisfy { $0 >= 0 }
        && numbers.contains { $0 > highestScore }
  }

  private static func areConsecutive(_ numbers: [Int]) -> Bool {
    zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 &+ 1 }
  }

  /// No scale of whole numbers that people judge by goes higher.
  private static let highestScore = 10

  /// A finite number; between tabs and semicolons, a comma may stand for the decimal point.
  static func number(_ text: String, _ separator: EvaluationLayout.Separator) -> Double? {
    var text = text
    if separator == .tab || separator == .semicolon, !text.contains("."),
      text.count(where: { $0 == "," }) == 1
    {
      text.replace(",", with: ".")
    }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
