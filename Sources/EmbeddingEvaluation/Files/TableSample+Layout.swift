extension TableSample {
  /// A layout with these columns.
  func layout(
    _ kind: EvaluationKind, texts: [Int], judgment: Int? = nil, split: Int? = nil,
    allowsMore: Bool = false
  ) -> EvaluationLayout {
    EvaluationLayout(
      kind: kind,
      form: .table(
        .init(
          separator: separator, names: names, texts: texts, judgment: judgment, split: split,
          width: width, allowsMore: allowsMore)))
  }

  /// Two words and a score, separated by spaces.
  var wordPairs: EvaluationLayout? {
    guard width == 3, isNumeric(2), !isNumeric(0), !isNumeric(1) else { return nil }
    return layout(.wordSimilarity, texts: [0, 1], judgment: 2)
  }

  /// The layout according to the content of the columns; every column must be explained.
  ///
  /// - Throws: `EvaluationFileError.unclear` if one is not.
  func unnamed(path: String) throws -> EvaluationLayout? {
    let index = (0..<width).filter { column in
      column == 0 && isIndex(0) || names.map { Self.isIdentifier($0[column]) } == true
    }
    let blank = (0..<width).filter { isBlank($0) }
    let rest = (0..<width).filter { !index.contains($0) && !blank.contains($0) }
    let numeric = rest.filter { isNumeric($0) }
    if let found = labeled(rest, hasBlank: !blank.isEmpty) {
      // Classes may be 0 and 1, or 1.0; 0.25 is a score of one text.
      if let label = found.judgment, isNumeric(label), !isWhole(label) {
        throw unclear(path, index, numeric)
      }
      return found.layout
    }
    switch (rest.count, numeric.count) {
    case (3, 1) where isScore(numeric[0], of: rest):
      let texts = rest.filter { $0 != numeric[0] }
      let areWords = numeric[0] == rest[2] && texts.allSatisfy(isWords)
      let kind: EvaluationKind = areWords ? .wordSimilarity : .similarity
      return layout(kind, texts: texts, judgment: numeric[0])
    case (4..., 1)
    where !numeric.contains(rest[0]) && !numeric.contains(rest[1]) && isWords(rest[0])
      && isWords(rest[1]) && rest.dropFirst(2).allSatisfy({ $0 == numeric[0] || isClass($0) }):
      // SimVerb also has the part of speech and the relation.
      return layout(.wordSimilarity, texts: Array(rest[..<2]), judgment: numeric[0])
    case (2, 0) where index.isEmpty && names == nil:
      guard !rest.allSatisfy(isWords) else {
        throw EvaluationFileError.unclear(
          path: path,
          reason: "its rows are two words without a score, as in BATS, and could be anything; "
            + "analogies are questions of four words")
      }
      guard !rest.contains(where: isRepetitive) else { throw unclear(path, index, numeric) }
      return layout(.retrieval, texts: rest)
    case (4, 0)
    where rest.allSatisfy(isWords)
      && EvaluationLayout.areAnalogies(rows.map { row in rest.map { row[$0] } }):
      return layout(.wordAnalogy, texts: rest)
    default:
      // Sentences with commas are no table.
      guard separator == .tab || names != nil || !index.isEmpty || !numeric.isEmpty else {
        return nil
      }
      if let labels = rest.first(where: { Self.areInferenceLabels(values($0)) }) {
        throw inference(labels, path: path)
      }
      throw unclear(path, index, numeric)
    }
  }

  /// Whether a number is how alike the texts of the two other columns are.
  ///
  /// Numbers without a point before the texts may be classes of both, as in AG News; and of a class
  /// and a text, nothing says what the number is about.
  private func isScore(_ score: Int, of columns: [Int]) -> Bool {
    let digits = values(score).allSatisfy { $0.isEmpty || Int($0) != nil }
    let isNamedClass = names.map { Self.isClassName($0[score]) } == true && isWhole(score)
    guard score != columns[1], !countsRows(score), !isNamedClass, score != columns[0] || !digits
    else { return false }
    let texts = columns.filter { $0 != score }
    if texts.allSatisfy(isWords) { return true }
    let classes = texts.filter { isClass($0) || isWords($0) && values($0).count * 2 <= rows.count }
    return classes.count != 1
  }

  /// Sentences with classes: in two columns, in three with a split, or as CoLA has them.
  private func labeled(
    _ rest: [Int], hasBlank: Bool
  ) -> (layout: EvaluationLayout, judgment: Int?)? {
    if rest.count == 2 {
      let label = rest.filter(isClass).min { values($0).count < values($1).count }
      guard let label, let text = rest.first(where: { $0 != label }), !isNumeric(text) else {
        return nil
      }
      return (layout(.classification, texts: [text], judgment: label), label)
    }
    guard rest.count == 3, !isWords(rest[2]) else { return nil }
    if Self.isSplit(values(rest[0])) {
      return (
        layout(.classification, texts: [rest[2]], judgment: rest[1], split: rest[0]), rest[1]
      )
    }
    guard hasBlank, isWords(rest[0]), values(rest[1]).isSubset(of: ["0", "1"]) else { return nil }
    return (layout(.classification, texts: [rest[2]], judgment: rest[1]), rest[1])
  }

  private func unclear(_ path: String, _ index: [Int], _ numeric: [Int]) -> EvaluationFileError {
    let columns = (0..<width).map { column in
      let content =
        index.contains(column) || countsRows(column)
        ? "row numbers"
        : numeric.contains(column)
          ? "numbers"
          : isBlank(column)
            ? "nothing"
            : isRepetitive(column) ? "the same texts again and again" : "text"
      return EvaluationLayout.Table.describe(column, names: names) + " has " + content
    }
    return .unclear(
      path: path,
      reason: "it is not clear what its columns mean: "
        + columns.joined(separator: ", "))
  }

  /// Whether the fields name the parts of a data set.
  static func isSplit(_ values: Set<String>) -> Bool {
    values.isSubset(of: trainingParts.union(testParts))
  }

  /// Rows to learn from.
  static let trainingParts: Set<String> = ["tr", "va", "train", "training", "dev", "validation"]
  /// Rows to test on.
  static let testParts: Set<String> = ["te", "test"]

  /// Whether a column of this name has classes.
  static func isClassName(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["label", "class", "category", "intent", "topic"].contains { name.contains($0) }
  }

  /// Whether a column of this name tells rows apart and nothing else.
  static func isIdentifier(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["", "id", "idx", "index", "unnamed: 0", "guid", "qid1", "qid2", "row"].contains(name)
      || ["_id", " id", "id1", "id2"].contains { name.hasSuffix($0) }
  }
}
