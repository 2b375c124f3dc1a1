extension EvaluationLayout {
  /// The layout with the columns that the caller named.
  ///
  /// - Throws: `EvaluationFileError.columns` if their number does not suit the kind, or if there is
  ///   no such column.
  static func chosen(
    _ columns: [String], of kind: EvaluationKind, _ rows: [[String]], _ separator: Separator,
    path: String
  ) throws -> Self {
    let expected = kind.textCount + (kind.hasJudgment ? 1 : 0)
    guard columns.count == expected else {
      throw EvaluationFileError.columns(
        path: path,
        reason: "\(kind.rawValue) needs \(expected) columns, \(kind.columnNames), "
          + "and not \(columns.count)")
    }
    guard let head = rows.first?.map(\.trimmingSpaces) else {
      throw EvaluationFileError.empty(path: path)
    }
    let found = try columns.map { column in
      // A number first: the first row of a table without header may have any text in it.
      if let number = Int(column), number >= 1, number <= head.count { return number - 1 }
      if let named = head.firstIndex(ofBytes: column) { return named }
      let known = head.enumerated().map { "\($0.offset + 1) (\($0.element.prefix(20)))" }
      throw EvaluationFileError.columns(
        path: path,
        reason: known.isEmpty
          ? "its first row has no columns"
          : "there is no column \"\(column)\"; there are " + known.joined(separator: ", "))
    }
    let judgment = kind.hasJudgment ? found[kind.textCount] : nil
    // A name that was given stands in the header, and no score is a word.
    let isNamed = columns.contains { head.firstIndex(ofBytes: $0) != nil && Int($0) == nil }
    let isScored = kind != .classification && judgment.map { !head[$0].isEmpty } == true
    let hasHeader =
      separator == .json || isNamed || TableSample(rows, separator: separator)?.names != nil
      || isScored && judgment.map { TableSample.number(head[$0], separator) == nil } == true
    return Self(
      kind: kind,
      form: .table(
        Table(
          separator: separator, names: hasHeader ? head : nil,
          texts: Array(found.prefix(kind.textCount)), judgment: judgment,
          width: (found.max() ?? 0) + 1, allowsMore: true)))
  }
}
