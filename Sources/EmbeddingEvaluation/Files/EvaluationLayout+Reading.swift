import FileFormats

extension EvaluationLayout {
  /// Reads all examples of a file that has this layout.
  ///
  /// - Throws: `EvaluationFileError` for content that does not fit, `FileError` if it cannot be
  ///   read.
  public func read(_ path: String) throws -> EvaluationFile {
    var file: EvaluationFile
    switch form {
    case .table(let table):
      file =
        switch kind {
        case .classification, .wordOrder: try labeled(path, table: table)
        case .wordAnalogy: try analogies(path, table: table)
        case .similarity, .paraphrase, .retrieval, .documentRetrieval, .wordSimilarity:
          try pairs(path, table: table)
        }
    case .labeledLines: file = try labeledLines(path)
    case .analogies: file = try analogies(path)
    case .labelFiles(let test, let training):
      file = EvaluationFile(
        path: path, kind: kind,
        content: .labeled(test: try examples(test), training: try training.map(examples) ?? []))
    case .relevance(let files):
      let (judgments, left) = try files.read()
      file = EvaluationFile(path: path, kind: kind, content: .judgments(judgments), unscored: left)
    case .scoreFile(let scores, let pairs): file = try scored(path, scores: scores, pairs: pairs)
    }
    guard file.count > 0 else { throw EvaluationFileError.empty(path: path) }
    file.layout = self
    return file
  }

  /// Calls `body` with the fields of every row after the header, and with its line number.
  private func forEachRow(
    _ path: String, _ table: Table, _ body: ([String], Int) throws -> Void
  ) throws {
    var isHeader = table.names != nil && table.separator != .json
    func take(_ fields: [String], _ line: Int) throws {
      if isHeader {
        isHeader = false
        return
      }
      guard fields.count == table.width || table.allowsMore && fields.count > table.width else {
        throw EvaluationFileError.fields(
          path: path, line: line, expected: table.width, found: fields.count)
      }
      try body(fields, line)
    }
    switch table.separator {
    case .json:
      try ObjectRows.forEach(path, keys: table.names ?? [], take)
    case .comma, .semicolon:
      let reader = try DelimitedReader(path: path, notation: table.separator.notation)
      while let fields = try reader.next() {
        if fields != [""] { try take(fields, reader.lineNumber) }
      }
    case .tab:
      let lines = try WesternLines.read(path).filter { !$0.text.isEmpty }
      for (fields, line) in zip(TabFields.rows(lines.map(\.text)), lines) {
        try take(fields, line.line)
      }
    case .space:
      for (text, line) in try WesternLines.read(path) where !text.isEmpty {
        try take(text.split(separator: " ").map(String.init), line)
      }
    }
  }

  private func pairs(_ path: String, table: Table) throws -> EvaluationFile {
    var pairs: [ScoredPair] = []
    var unscored = 0
    try forEachRow(path, table) { fields, line in
      var score = 1.0
      if let column = table.judgment {
        let text = fields[column].trimmingSpaces
        if text.isEmpty {
          unscored += 1
          return
        }
        score = try number(text, path: path, line: line, table.separator)
      }
      pairs.append(
        ScoredPair(first: fields[table.texts[0]], second: fields[table.texts[1]], score: score))
    }
    return EvaluationFile(path: path, kind: kind, content: .pairs(pairs), unscored: unscored)
  }

  private func number(
    _ text: String, path: String, line: Int, _ separator: Separator = .space
  ) throws -> Double {
    guard let value = TableSample.number(text, separator) else {
      throw EvaluationFileError.score(path: path, line: line, found: text)
    }
    return value
  }

  /// Rows of a part to learn from are kept apart, unless there is nothing else.
  private func labeled(_ path: String, table: Table) throws -> EvaluationFile {
    guard let label = table.judgment else { preconditionFailure("classes without a column") }
    var test: [LabeledText] = []
    var training: [LabeledText] = []
    try forEachRow(path, table) { fields, _ in
      let example = LabeledText(label: fields[label], text: fields[table.texts[0]])
      if let split = table.split, TableSample.trainingParts.contains(fields[split].trimmingSpaces) {
        training.append(example)
      } else {
        test.append(example)
      }
    }
    if test.isEmpty { swap(&test, &training) }
    return EvaluationFile(
      path: path, kind: kind, content: .labeled(test: test, training: training))
  }

  private func analogies(_ path: String, table: Table) throws -> EvaluationFile {
    var questions: [AnalogyQuestion] = []
    try forEachRow(path, table) { fields, _ in
      let words = table.texts.map { fields[$0].trimmingSpaces }
      questions.append(
        AnalogyQuestion(
          section: "", first: words[0], second: words[1], third: words[2], answer: words[3]))
    }
    return EvaluationFile(path: path, kind: kind, content: .analogies(questions))
  }

  /// `label text`, or `label:fine text`, of which only the coarse label counts.
  private func labeledLines(_ path: String) throws -> EvaluationFile {
    var examples: [LabeledText] = []
    for (text, line) in try WesternLines.read(path) where !text.isEmpty {
      let parts = text.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else {
        throw EvaluationFileError.fields(path: path, line: line, expected: 2, found: parts.count)
      }
      let label = parts[0].prefix { $0 != ":" }
      examples.append(LabeledText(label: String(label), text: String(parts[1])))
    }
    return EvaluationFile(
      path: path, kind: kind, content: .labeled(test: examples, training: []))
  }

  private func analogies(_ path: String) throws -> EvaluationFile {
    var questions: [AnalogyQuestion] = []
    var section = ""
    for (text, line) in try WesternLines.read(path) where !text.isEmpty {
      if text.hasPrefix(":") {
        section = String(text.dropFirst()).trimmingSpaces
        continue
      }
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count == 4 else {
        throw EvaluationFileError.fields(path: path, line: line, expected: 4, found: words.count)
      }
      questions.append(
        AnalogyQuestion(
          section: section, first: words[0], second: words[1], third: words[2], answer: words[3]))
    }
    return EvaluationFile(path: path, kind: kind, content: .analogies(questions))
  }

  private func examples(_ files: LabelFiles) throws -> [LabeledText] {
    let sentences = try WesternLines.read(files.sentences)
    let labels = try WesternLines.read(files.labels)
    guard sentences.count == labels.count else {
      throw EvaluationFileError.lengths(
        path: files.sentences, lines: sentences.count, other: files.labels,
        otherLines: labels.count)
    }
    return zip(sentences, labels).map {
      LabeledText(label: $1.text.trimmingSpaces, text: $0.text.trimmingSpaces)
    }
  }

  private func scored(_ path: String, scores: String, pairs: String) throws -> EvaluationFile {
    let scoreLines = try WesternLines.read(scores)
    let pairLines = try WesternLines.read(pairs)
    guard scoreLines.count == pairLines.count else {
      throw EvaluationFileError.lengths(
        path: pairs, lines: pairLines.count, other: scores, otherLines: scoreLines.count)
    }
    var found: [ScoredPair] = []
    var unscored = 0
    for (score, pair) in zip(scoreLines, pairLines) {
      let text = score.text.trimmingSpaces
      if text.isEmpty {
        unscored += 1
        continue
      }
      let fields = pair.text.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 2 else {
        throw EvaluationFileError.fields(
          path: pairs, line: pair.line, expected: 2, found: fields.count)
      }
      found.append(
        ScoredPair(
          first: String(fields[0]), second: String(fields[1]),
          score: try number(text, path: scores, line: score.line)))
    }
    return EvaluationFile(path: path, kind: kind, content: .pairs(found), unscored: unscored)
  }
}
