import TensorKit

extension Evaluator {
  /// Evaluates a ranking on a file of judged documents.
  ///
  /// - Throws: `EvaluationError` for files of another kind, or what `ranking` throws.
  public func evaluate(
    _ file: EvaluationFile, with ranking: some DocumentRanking
  ) throws -> Evaluation {
    guard case .judgments(let judgments) = file.content else {
      throw EvaluationError.needsVectors(path: file.path)
    }
    let rankings = try ranking.rankings(of: judgments.documents, for: judgments.queries)
    let judged = zip(rankings, judgments.grades).map {
      RankedRetrieval(ranking: $0, grades: $1)
    }
    var result = EvaluationResult(file)
    result.candidates = judgments.documents.count
    let precision = judged.map(\.averagePrecision)
    let gain = judged.map { $0.normalizedGain(within: 10) }
    result.meanAveragePrecision = mean(precision)
    result.intervals["meanAveragePrecision"] = interval(ofMean: precision)
    result.normalizedGainAt10 = mean(gain)
    result.intervals["normalizedGainAt10"] = interval(ofMean: gain)
    result.recallAt10 = mean(judged.map { $0.recall(within: 10) })
    result.recallAt100 = mean(judged.map { $0.recall(within: 100) })
    return Evaluation(result: result, examples: precision, gold: nil)
  }
}
