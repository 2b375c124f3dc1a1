import FileFormats

extension EvaluationLayout {
  /// The number of rows that decide the layout.
  private static var sampleSize: Int { 1_000 }

  init(detecting path: String) throws {
    if let folder = Self.folder(path) {
      self = folder
      return
    }
    if FileDescriptor.status(of: path)?.kind == .directory {
      throw EvaluationFileError.unknown(
        path: path, reason: "a folder needs seq.in and label, or train and test with them")
    }
    if let parts = Self.scoreFile(path) {
      self = parts
      return
    }
    let lines = try Latin1Lines.read(path, limit: Self.sampleSize).map(\.text)
      .filter { !$0.isEmpty }
    guard let head = lines.first else { throw EvaluationFileError.empty(path: path) }
    if head.hasPrefix(": ") {
      self.init(kind: .wordAnalogy, form: .analogies)
      return
    }
    for separator in Self.candidates(path, lines: lines) {
      let rows = try Self.rows(path, separator: separator, lines: lines)
      let found =
        Self.header(rows, separator: separator) ?? Self.body(rows, separator)
        ?? Self.bodyBelowUnknownNames(rows, separator)
      if let found {
        self = found
        return
      }
    }
    if Self.beginsWithLabels(lines) {
      self.init(kind: .classification, form: .labeledLines)
      return
    }
    throw EvaluationFileError.unknown(
      path: path, reason: "its first line is \"\(head.prefix(60))\"")
  }

  /// The separators that every line has, the least ambiguous first.
  private static func candidates(_ path: String, lines: [String]) -> [Separator] {
    var found: [Separator] = []
    if lines.allSatisfy({ $0.contains("\t") }) { found.append(.tab) }
    // A quoted field may hold line breaks, so not every line needs a comma.
    if path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") || lines.allSatisfy({ $0.contains(",") })
    {
      found.append(.comma)
    }
    return found + [.space]
  }

  private static func rows(
    _ path: String, separator: Separator, lines: [String]
  ) throws -> [[String]] {
    switch separator {
    case .tab:
      return lines.map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
    case .space: return lines.map { $0.split(separator: " ").map(String.init) }
    case .comma:
      let reader = try DelimitedReader(path: path, notation: .commas)
      var rows: [[String]] = []
      while rows.count < sampleSize, let row = try reader.next() { rows.append(row) }
      return rows
    }
  }

  /// The layout of rows without a header, from the content of their columns.
  private static func body(_ rows: [[String]], _ separator: Separator) -> Self? {
    guard let width = rows.map(\.count).min(), width >= 2 else { return nil }
    func isNumeric(_ column: Int) -> Bool {
      rows.allSatisfy { isScore($0[column]) } && rows.contains { !$0[column].isEmpty }
    }
    func areWords(_ columns: [Int]) -> Bool {
      rows.allSatisfy { row in columns.allSatisfy { !row[$0].contains(" ") } }
    }
    if separator == .space {
      guard rows.allSatisfy({ $0.count == 3 }), isNumeric(2) else { return nil }
      return table(.wordSimilarity, separator, 0, 1, score: 2, width: 3)
    }
    // Genre, file, year, number, score, two sentences: the original form of STS-B.
    if width >= 7, isNumeric(4), !isNumeric(5) {
      return table(.similarity, separator, 5, 6, score: 4, width: 7)
    }
    if width >= 3, isNumeric(0), !isNumeric(1), !isNumeric(2) {
      return table(.similarity, separator, 1, 2, score: 0, width: 3)
    }
    if width >= 3, isNumeric(2), !isNumeric(0), !isNumeric(1) {
      let kind: EvaluationKind = areWords([0, 1]) ? .wordSimilarity : .similarity
      return table(kind, separator, 0, 1, score: 2, width: 3)
    }
    guard rows.allSatisfy({ $0.count == 2 }) else { return nil }
    if let label = labelColumn(rows) {
      return table(.classification, separator, 1 - label, label, score: nil, width: 2)
    }
    return table(.retrieval, separator, 0, 1, score: nil, width: 2)
  }

  /// The layout of rows below a header of unknown names: only they have scores.
  private static func bodyBelowUnknownNames(_ rows: [[String]], _ separator: Separator) -> Self? {
    guard let below = body(Array(rows.dropFirst()), separator), case .table(var table) = below.form,
      let score = table.score, rows[0].count >= table.width, !rows[0][score].isEmpty
    else { return nil }
    table.hasHeader = true
    return Self(kind: below.kind, form: .table(table))
  }

  private static func table(
    _ kind: EvaluationKind, _ separator: Separator, _ first: Int, _ second: Int, score: Int?,
    width: Int
  ) -> Self {
    Self(
      kind: kind,
      form: .table(
        Table(separator: separator, first: first, second: second, score: score, width: width)))
  }

  /// Whether a field is a score, or empty because there is none.
  static func isScore(_ field: String) -> Bool {
    let text = field.trimmingSpaces
    return text.isEmpty || Double(text) != nil
  }

  /// The one of two columns that holds classes: few different values, without spaces.
  private static func labelColumn(_ rows: [[String]]) -> Int? {
    let distinct = [0, 1].map { column in Set(rows.map { $0[column] }).count }
    let candidates = [0, 1].filter { column in
      distinct[column] * 3 <= rows.count && !rows.contains { $0[column].contains(" ") }
    }
    return candidates.min { distinct[$0] < distinct[$1] }
  }

  private static func beginsWithLabels(_ lines: [String]) -> Bool {
    let parts = lines.map { $0.split(separator: " ", maxSplits: 1) }
    let labels = Set(parts.compactMap { $0.first?.prefix { $0 != ":" } })
    return parts.allSatisfy { $0.count == 2 } && labels.count >= 2
      && labels.count * 3 <= lines.count
  }
}
