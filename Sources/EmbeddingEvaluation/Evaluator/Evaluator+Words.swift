import DataStructures
import SentenceEmbedding
import TensorKit

extension Evaluator {
  /// Correlates the cosines of word vectors with the scores of the pairs.
  func evaluate(
    _ file: EvaluationFile, pairs: [ScoredPair], with words: any WordVectors
  ) throws -> Evaluation {
    var (scores, gold) = ([Double](), [Double]())
    for pair in pairs {
      guard let first = vector(of: pair.first, in: words),
        let second = vector(of: pair.second, in: words)
      else { continue }
      scores.append(Metric.cosine(first.span, second.span))
      gold.append(pair.score)
    }
    guard !gold.isEmpty else {
      throw EvaluationError.nothingInVocabulary(path: file.path, examples: pairs.count)
    }
    var result = EvaluationResult(file, pairs: gold.count)
    result.outOfVocabulary = pairs.count - gold.count
    return correlate(scores, with: gold, result: result)
  }

  private func vector(of word: String, in words: any WordVectors) -> [Float]? {
    words.vector(of: word) ?? words.vector(of: word.lowercased())
  }

  /// Answers each question with the word nearest to second − first + third.
  ///
  /// Unit vectors, and none of the three words of the question may be the answer, as in the
  /// evaluation that came with word2vec (Mikolov et al. 2013).
  func answer(
    _ questions: [AnalogyQuestion], of file: EvaluationFile, with words: any WordVectors
  ) throws -> Evaluation {
    let vocabulary = Vocabulary(words)
    var asked: [(question: AnalogyQuestion, rows: [Int])] = []
    for question in questions {
      let rows = [question.first, question.second, question.third, question.answer]
        .compactMap(vocabulary.row)
      if rows.count == 4 { asked.append((question, rows)) }
    }
    guard !asked.isEmpty else {
      throw EvaluationError.nothingInVocabulary(path: file.path, examples: questions.count)
    }
    let right = answers(asked.map(\.rows), vocabulary: vocabulary)
    var result = EvaluationResult(file, pairs: asked.count)
    result.outOfVocabulary = questions.count - asked.count
    result.accuracy = mean(right)
    result.intervals["accuracy"] = interval(ofMean: right)
    result.sections = sections(asked.map(\.question.section), right: right)
    return Evaluation(result: result, examples: right, gold: nil)
  }

  /// 1 for every question whose fourth word is the nearest, else 0.
  private func answers(_ questions: [[Int]], vocabulary: Vocabulary) -> [Double] {
    let unit = vocabulary.unitVectors
    let targets = Matrix(rows: questions.count, columns: unit.columns)
    for (row, words) in questions.enumerated() {
      let (first, second, third) = (unit.row(words[0]), unit.row(words[1]), unit.row(words[2]))
      targets.withMutableRow(row) { target in
        for i in target.indices { target[i] = second[i] - first[i] + third[i] }
      }
    }
    let found = ResultSlots(count: questions.count, initial: 0.0)
    CosineScan(candidates: unit, pool: pool).forEach(of: targets) { row, scores in
      let words = questions[row]
      let nearest = Neighbor.best(1, of: scores, excluding: Set(words.prefix(3))).first
      if nearest?.id == words[3] { found.set(row, 1) }
    }
    return found.values
  }

  private func sections(_ names: [String], right: [Double]) -> [EvaluationResult.Section] {
    var order: [String] = []
    var values: [String: [Double]] = [:]
    for (name, value) in zip(names, right) {
      if values[name] == nil { order.append(name) }
      values[name, default: []].append(value)
    }
    return order.map { name in
      let section = values[name] ?? []
      return EvaluationResult.Section(
        name: name, questions: section.count, accuracy: mean(section))
    }
  }

  /// The words of a vocabulary as rows of one matrix.
  private struct Vocabulary {
    let unitVectors: Matrix
    private let rows: [UTF8Key: Int]

    init(_ words: any WordVectors) {
      let list = words.words
      let vectors = Matrix(rows: list.count, columns: words.dimension)
      var rows: [UTF8Key: Int] = [:]
      for (row, word) in list.enumerated() {
        if rows[UTF8Key(word)] == nil { rows[UTF8Key(word)] = row }
        guard let vector = words.vector(of: word) else { continue }
        vectors.withMutableRow(row) { target in
          for i in target.indices { target[i] = vector[i] }
        }
      }
      unitVectors = vectors.normalized()
      self.rows = rows
    }

    func row(_ word: String) -> Int? {
      rows[UTF8Key(word)] ?? rows[UTF8Key(word.lowercased())]
    }
  }
}
