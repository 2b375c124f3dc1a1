import FileFormats

extension EvaluationLayout {
  /// The number of rows that decide the layout.
  private static var sampleSize: Int { 1_000 }

  init(detecting path: String, as request: EvaluationRequest = EvaluationRequest()) throws {
    let found = try Self.whole(path) ?? Self.table(path, request)
    guard let kind = request.kind, kind != found.kind else {
      self = found
      return
    }
    guard let changed = found.read(as: kind) else {
      throw EvaluationFileError.unclear(
        path: path, reason: "it looks like \(found.summary), and not like \(kind.rawValue)")
    }
    self = changed
  }

  /// The layout of folders and of files that belong to another one.
  private static func whole(_ path: String) throws -> Self? {
    if let folder = folder(path) { return folder }
    if FileDescriptor.status(of: path)?.kind == .directory {
      throw EvaluationFileError.unknown(
        path: path,
        reason: "a folder needs seq.in and label, or train and test with them, or docs.tsv, "
          + "queries.tsv and qrels.tsv")
    }
    return scoreFile(path)
  }

  private static func table(_ path: String, _ request: EvaluationRequest) throws -> Self {
    let lines = try WesternLines.read(path, limit: sampleSize).map(\.text).filter {
      !$0.trimmingSpaces.isEmpty
    }
    guard let head = lines.first else { throw EvaluationFileError.empty(path: path) }
    if let foreign = ForeignFormat(firstLineOfTable: head.utf8) {
      throw FileError.foreign(path: path, format: foreign, purpose: .table)
    }
    if head.hasPrefix(": ") { return Self(kind: .wordAnalogy, form: .analogies) }
    for separator in candidates(path, lines: lines) {
      let rows = try rows(path, separator: separator, lines: lines)
      if let kind = request.kind, !request.columns.isEmpty, separator != .space {
        return try chosen(request.columns, of: kind, rows, separator, path: path)
      }
      if separator != .space, let original = originalSTS(rows, separator) { return original }
      guard var sample = TableSample(rows, separator: separator) else { continue }
      if separator == .json { sample.takeHeader() }
      let found =
        separator == .space
        ? sample.wordPairs : try sample.named(path: path) ?? sample.unnamed(path: path)
      if let found { return found }
    }
    if let found = lineByLine(lines, request.kind) { return found }
    throw EvaluationFileError.unknown(
      path: path,
      reason: request.kind == .classification
        ? "its lines have no classes; the first is \"\(head.prefix(60))\""
        : "its first line is \"\(head.prefix(60))\"")
  }

  /// The separators to try; what has a tab in every line is separated by tabs and by nothing else.
  private static func candidates(_ path: String, lines: [String]) -> [Separator] {
    if lines.first?.hasPrefix("{") == true { return [.json] }
    if lines.allSatisfy({ $0.contains("\t") }) { return [.tab] }
    // A quoted field may hold line breaks, so not every line of a table needs a separator.
    let isCSV = DelimitedText(path: path) == .commas
    let found: [Separator] = [.semicolon, .comma].filter { separator in
      let letter = separator == .comma ? "," : ";"
      return isCSV || lines.allSatisfy { $0.contains(letter) }
    }
    let first = DelimitedText(firstLine: Array((lines.first ?? "").utf8), path: path)
    return (first == .semicolons ? found : found.filter { $0 != .semicolon }) + [.space]
  }

  private static func rows(
    _ path: String, separator: Separator, lines: [String]
  ) throws -> [[String]] {
    switch separator {
    case .tab: return TabFields.rows(lines)
    case .space: return lines.map { $0.split(separator: " ").map(String.init) }
    case .json: return try ObjectRows.rows(path, limit: sampleSize)
    case .comma, .semicolon:
      let reader = try DelimitedReader(path: path, notation: separator.notation, warns: false)
      var rows: [[String]] = []
      while rows.count < sampleSize, let row = try reader.next() {
        if row != [""] { rows.append(row) }
      }
      return rows
    }
  }

  /// Genre, file, year, number, score, two sentences, and sometimes sources: the original STS-B.
  private static func originalSTS(_ rows: [[String]], _ separator: Separator) -> Self? {
    guard rows.allSatisfy({ $0.count >= 7 }),
      let sample = TableSample(rows.map { Array($0.prefix(7)) }, separator: separator),
      sample.names == nil, sample.isNumeric(4),
      [0, 1, 5, 6].allSatisfy({ !sample.isNumeric($0) && !sample.isBlank($0) })
    else { return nil }
    return sample.layout(.similarity, texts: [5, 6], judgment: 4, allowsMore: true)
  }

  /// The same examples as another kind, if that reads the same columns.
  private func read(as kind: EvaluationKind) -> Self? {
    guard case .table(var table) = form else { return nil }
    switch (self.kind, kind) {
    case (.similarity, .paraphrase), (.paraphrase, .similarity), (.similarity, .wordSimilarity),
      (.wordSimilarity, .similarity), (.wordSimilarity, .paraphrase):
      return Self(kind: kind, form: form)
    case (.similarity, .retrieval), (.paraphrase, .retrieval):
      table.judgment = nil
      return Self(kind: kind, form: .table(table))
    default: return nil
    }
  }

  /// The layout of lines that are no rows of a table.
  private static func lineByLine(_ lines: [String], _ kind: EvaluationKind?) -> Self? {
    guard !lines.contains(where: { $0.contains("\t") }) else { return nil }
    if areAnalogies(lines.map { $0.split(separator: " ").map(String.init) }, kind) {
      return Self(kind: .wordAnalogy, form: .analogies)
    }
    return beginWithLabels(lines, kind) ? Self(kind: .classification, form: .labeledLines) : nil
  }

  /// Whether rows of four words are analogies: pairs then come back in other questions.
  ///
  /// A third of them does, or some do and every first word has just one partner.
  static func areAnalogies(_ rows: [[String]], _ kind: EvaluationKind? = nil) -> Bool {
    guard rows.allSatisfy({ $0.count == 4 }) else { return false }
    if let kind { return kind == .wordAnalogy }
    let pairs = rows.flatMap { [Array($0[..<2]), Array($0[2...])] }
    let distinct = Set(pairs).count
    return distinct * 3 <= pairs.count * 2
      || distinct < pairs.count && Set(pairs.map { $0[0] }).count == distinct
  }

  /// Whether the first words of lines are classes: each of several lines, and no words of a text.
  private static func beginWithLabels(_ lines: [String], _ kind: EvaluationKind?) -> Bool {
    let parts = lines.map { $0.split(separator: " ", maxSplits: 1) }
    let labels = parts.compactMap { $0.first?.prefix { $0 != ":" }.lowercased() }
    let count = Set(labels).count
    return parts.allSatisfy { $0.count == 2 } && count >= 2
      && count * (kind == .classification ? 2 : 3) <= lines.count
      && !areOrdinaryWords(labels, before: parts.map { $0[1] })
  }

  /// Whether most lines of a text begin with a word that other lines have inside, as notes do.
  private static func areOrdinaryWords(_ first: [String], before rest: [Substring]) -> Bool {
    var inside: [String: Int] = [:]
    for line in rest {
      let words = line.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }
      for word in Set(words) { inside[String(word), default: 0] += 1 }
    }
    let counts = Dictionary(first.map { ($0, 1) }, uniquingKeysWith: +)
    let ordinary = first.count { 4 * inside[$0, default: 0] >= counts[$0, default: 0] }
    return 2 * ordinary > first.count
  }
}
