import FileFormats

extension EvaluationLayout {
  /// Names of columns, in lower case, as benchmarks use them.
  private static let firstNames = [
    "sentence1", "sentence_a", "#1 string", "s1", "text1", "question1", "first", "query",
  ]
  private static let secondNames = [
    "sentence2", "sentence_b", "#2 string", "s2", "text2", "question2", "second", "answer",
  ]
  private static let scoreNames = [
    "score", "relatedness_score", "similarity", "gold", "simlex999", "human (mean)", "rating",
  ]
  private static let paraphraseNames = ["quality", "is_duplicate", "paraphrase"]
  private static let wordNames = [
    ["word1", "word2"], ["word 1", "word 2"], ["word_1", "word_2"],
  ]
  private static let textNames = ["text", "sentence", "question", "review", "utterance"]
  private static let labelNames = ["label", "class", "intent", "category", "sentiment"]

  /// The layout according to the names in the first row; nil if they are not names of columns.
  static func header(_ rows: [[String]], separator: Separator) -> Self? {
    guard let names = rows.first?.map({ $0.lowercased().trimmingSpaces }) else { return nil }
    func column(_ choices: [String]) -> Int? {
      choices.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    func table(_ kind: EvaluationKind, _ first: Int, _ second: Int, score: Int?) -> Self {
      let width = max(first, second, score ?? 0) + 1
      return Self(
        kind: kind,
        form: .table(
          Table(
            separator: separator, hasHeader: true, first: first, second: second, score: score,
            width: width)))
    }
    for pair in wordNames {
      if let first = column([pair[0]]), let second = column([pair[1]]),
        let score = column(scoreNames)
      {
        return table(.wordSimilarity, first, second, score: score)
      }
    }
    if let first = column(firstNames), let second = column(secondNames) {
      if let score = column(scoreNames) { return table(.similarity, first, second, score: score) }
      if let score = column(paraphraseNames + labelNames) {
        return table(.paraphrase, first, second, score: score)
      }
      return table(.retrieval, first, second, score: nil)
    }
    if let text = column(textNames), let label = column(labelNames) {
      return table(.classification, text, label, score: nil)
    }
    return nil
  }

  /// The layout of a folder of classification files, or of one of its files.
  static func folder(_ path: String) -> Self? {
    func exists(_ path: String) -> Bool { FileDescriptor.status(of: path)?.kind == .regular }
    func files(_ folder: String) -> LabelFiles? {
      let files = LabelFiles(sentences: "\(folder)/seq.in", labels: "\(folder)/label")
      return exists(files.sentences) && exists(files.labels) ? files : nil
    }
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    if FileDescriptor.status(of: path)?.kind == .directory {
      if let test = files(folder) {
        return Self(kind: .classification, form: .labelFiles(test: test, training: nil))
      }
      guard let test = files("\(folder)/test"), let training = files("\(folder)/train") else {
        return nil
      }
      return Self(kind: .classification, form: .labelFiles(test: test, training: training))
    }
    for name in ["seq.in", "label"] where path == name || path.hasSuffix("/" + name) {
      let parent = path == name ? "." : String(path.dropLast(name.count + 1))
      return files(parent).map {
        Self(kind: .classification, form: .labelFiles(test: $0, training: nil))
      }
    }
    return nil
  }

  /// The layout of STS tasks with a separate file of scores; the path is that of either file.
  static func scoreFile(_ path: String) -> Self? {
    for (own, other) in [("STS.gs.", "STS.input."), ("STS.input.", "STS.gs.")] {
      guard let range = path.ranges(of: own).last else { continue }
      let partner = path.replacingCharacters(in: range, with: other)
      guard FileDescriptor.status(of: partner)?.kind == .regular else { continue }
      let isScores = own == "STS.gs."
      return Self(
        kind: .similarity,
        form: .scoreFile(scores: isScores ? path : partner, pairs: isScores ? partner : path))
    }
    return nil
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingSpaces: String {
    let rest = drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }

  /// A copy in which the characters of `range` are replaced.
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
