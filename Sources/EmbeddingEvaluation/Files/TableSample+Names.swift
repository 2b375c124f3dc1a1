extension TableSample {
  /// Names of columns, in lower case, as benchmarks use them.
  private static let textPairs = [
    ["sentence1", "sentence2"], ["sentence_1", "sentence_2"], ["sentence_a", "sentence_b"],
    ["#1 string", "#2 string"], ["s1", "s2"], ["text1", "text2"], ["text_1", "text_2"],
    ["text_a", "text_b"], ["question1", "question2"], ["premise", "hypothesis"],
    ["first", "second"], ["query", "answer"], ["question", "answer"], ["sent1", "sent2"],
  ]
  private static let wordPairNames = [
    ["word1", "word2"], ["word 1", "word 2"], ["word_1", "word_2"],
  ]
  private static let scoreNames = [
    "score", "relatedness_score", "similarity", "similarity_score", "gold", "gold_score",
    "simlex999", "human (mean)", "rating",
  ]
  private static let scoreStems = ["score", "similarity", "relatedness", "rating"]
  private static let judgmentNames = [
    "quality", "is_duplicate", "paraphrase", "label", "gold_label", "class",
  ]
  private static let textNames = ["text", "sentence", "question", "review", "utterance"]
  private static let labelNames = ["label", "class", "intent", "category", "sentiment"]

  /// The layout according to the names in the first row; nil if they are not names of columns.
  ///
  /// - Throws: `EvaluationFileError.unclear` for pairs whose other columns are not explained.
  mutating func named(path: String) throws -> EvaluationLayout? {
    let names = (self.names ?? rows.first ?? []).map { $0.lowercased().trimmingSpaces }
    func column(_ choices: [String]) -> Int? {
      choices.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    func pair(_ choices: [[String]]) -> [Int]? {
      choices.lazy.map { $0.compactMap { names.firstIndex(of: $0) } }.first { $0.count == 2 }
    }
    if let words = pair(Self.wordPairNames), let score = column(Self.scoreNames) {
      takeHeader()
      return layout(.wordSimilarity, texts: words, judgment: score, allowsMore: true)
    }
    if let texts = pair(Self.textPairs) {
      takeHeader()
      return try pairs(texts, names, score: column(Self.scoreNames), path: path)
    }
    if let text = column(Self.textNames), let label = column(Self.labelNames) {
      takeHeader()
      let split = column(["split"]).flatMap { Self.isSplit(values($0)) ? $0 : nil }
      return layout(
        .classification, texts: [text], judgment: label, split: split, allowsMore: true)
    }
    return nil
  }

  private func pairs(
    _ texts: [Int], _ names: [String], score: Int?, path: String
  ) throws -> EvaluationLayout {
    let others = names.indices.filter { !texts.contains($0) && !Self.isIdentifier(names[$0]) }
    let scored = others.filter { column in
      isNumeric(column) && Self.scoreStems.contains { names[column].contains($0) }
    }
    if let score = score ?? (scored.count == 1 ? scored[0] : nil) {
      return layout(.similarity, texts: texts, judgment: score, allowsMore: true)
    }
    let judgment = Self.judgmentNames.lazy.compactMap { names.firstIndex(of: $0) }.first
    if let judgment {
      let values = values(judgment).subtracting([""])
      let isInference = names[texts[0]] == "premise" || Self.areInferenceLabels(values)
      if isInference { throw inference(judgment, path: path) }
      if values.isSubset(of: ["0", "1"]) {
        return layout(.paraphrase, texts: texts, judgment: judgment, allowsMore: true)
      }
      if isNumeric(judgment), !values.allSatisfy({ Int($0) != nil }) {
        return layout(.similarity, texts: texts, judgment: judgment, allowsMore: true)
      }
      throw EvaluationFileError.unclear(
        path: path,
        reason: "column \(EvaluationLayout.Table.describe(judgment, names: self.names)) has "
          + "neither scores nor just 0 and 1, but \"\(values.min() ?? "")\"")
    }
    guard others.isEmpty else {
      let unexplained = others.map { EvaluationLayout.Table.describe($0, names: self.names) }
      throw EvaluationFileError.unclear(
        path: path,
        reason: "it is not clear what is in column "
          + unexplained.joined(separator: ", "))
    }
    return layout(.retrieval, texts: texts)
  }
}
