import Classification
import DataStructures
import SentenceEmbedding
import TensorKit

extension Evaluator {
  /// Ranks the second text of every pair among all second texts.
  func retrieve(
    _ file: EvaluationFile, pairs: [ScoredPair], with embedder: any SentenceEmbedder
  ) throws -> Evaluation {
    // The same answer may belong to many queries; it is one candidate.
    var rows: [UTF8Key: Int] = [:]
    var candidates: [String] = []
    for pair in pairs where rows[UTF8Key(pair.second)] == nil {
      rows[UTF8Key(pair.second)] = candidates.count
      candidates.append(pair.second)
    }
    let retrieval = Retrieval(
      queries: try embedder.embed(pairs.map(\.first)), candidates: try embedder.embed(candidates),
      targets: pairs.compactMap { rows[UTF8Key($0.second)] }, pool: pool)
    var result = EvaluationResult(file)
    result.candidates = candidates.count
    let reciprocal = retrieval.reciprocalRanks
    result.meanReciprocalRank = mean(reciprocal)
    result.intervals["meanReciprocalRank"] = interval(ofMean: reciprocal)
    result.recallAt1 = mean(retrieval.hits(within: 1))
    result.recallAt5 = mean(retrieval.hits(within: 5))
    result.recallAt10 = mean(retrieval.hits(within: 10))
    result.intervals["recallAt10"] = interval(ofMean: retrieval.hits(within: 10))
    return Evaluation(result: result, examples: reciprocal, gold: nil)
  }

  /// Predicts the class of every text in `test`, from `training` or else by cross-validation.
  func classify(
    _ file: EvaluationFile, test: [LabeledText], training: [LabeledText],
    with embedder: any SentenceEmbedder
  ) throws -> Evaluation {
    // Numbered by the bytes of their names, so that the order of the file does not matter.
    let classes = NumberedNames(sorting: (test + training).map(\.label))
    let names = classes.names
    guard names.count >= 2 else {
      throw EvaluationFileError.uniform(path: file.path, value: names.first ?? "")
    }
    let labels = test.compactMap { classes.number(of: $0.label) }
    let vectors = try embedder.embed(test.map(\.text))
    var result = EvaluationResult(file)
    let predictions: [Int]
    if training.isEmpty {
      predictions = probe.crossValidatedPredictions(
        vectors: vectors, labels: labels, classes: names.count, pool: pool)
      result.folds = probe.folds
    } else {
      predictions = probe.predictions(
        for: vectors, trainedOn: try embedder.embed(training.map(\.text)),
        labels: training.compactMap { classes.number(of: $0.label) }, classes: names.count)
    }
    let right = zip(predictions, labels).map { $0 == $1 ? 1.0 : 0 }
    result.classes = names.count
    let report = ClassificationReport(predictions: predictions, labels: labels, classes: names)
    result.accuracy = report.accuracy
    result.intervals["accuracy"] = interval(ofMean: right)
    result.f1 = report.macroF1
    result.majority = report.majority
    return Evaluation(result: result, examples: right, gold: nil)
  }
}
