import AnomalyDetection
import CommandLineKit
import DataStructures
import FileFormats
import TensorKit
import TextAutoencoder

struct AnomaliesEvaluate: Command {
  static let name = "evaluate"
  static let abstract = "Measure how well anomalies are told from normal texts."
  static let discussion = """
    Prints the area under the ROC curve and under the precision-recall curve of every detector, and \
    precision, recall and F1 at its threshold.

    With --training, two baselines are made from those normal texts: the distance of a vector to \
    their mean, and the error of projecting TF-IDF weights on their 64 strongest directions, as PCA \
    does. They have no threshold.
    """
  static let examples = [
    Example(
      "anomalies evaluate mail.anomalies mail.tsv --text-column 2 --label-column 1 --normal ham",
      "Prints the figures of all detectors."),
    Example(
      "anomalies evaluate traffic.anomalies test.csv --label-column 42 --training train.csv --json",
      "Evaluates baselines too, and prints one JSON object for each."),
  ]

  @Argument("ANOMALIES", "A folder that anomalies fit wrote.") var folder: String
  @Argument("FILE", "A table of normal and other texts or records.") var file: String
  let model = AnomalyModelOptions()
  let input = AnomalyInputOptions()
  @Option("The file that was fitted to, to make baselines from.", value: "FILE", completion: .file)
  var training: String?
  @Flag("Print one JSON object per detector.") var json
  let work = RunOptions()

  func validate() throws {
    try input.validate()
    guard input.labelColumn != nil else { throw UsageRule.evaluationWithoutLabels }
  }

  func run() throws {
    let scorer = try model.load(folder, threads: work.threads)
    try input.validateLabels(fields: scorer.fieldNames)
    let items = try LabeledAnomalies(file, input, fields: scorer.fieldNames).items
    let isAnomalous = items.map { $0.isNormal == false }
    let texts = items.map(scorer.sentence)
    let observations = try observations(of: texts, scorer, "score")
    let pool = WorkerPool(threads: work.threads)
    let scores = scorer.model.scores(of: observations, pool: pool)
    for name in scorer.model.names {
      try report(
        name, scores[name] ?? [], isAnomalous, threshold: scorer.model.thresholds[name])
    }
    guard let training else { return }
    var stream = AnomalyStream(files: [training], input, fields: scorer.fieldNames)
    var normal: [String] = []
    while let found = try stream.next(8_192) {
      normal += found.filter { $0.isNormal ?? true }.map(scorer.sentence)
    }
    let baselines = try AnomalyBaselines(
      texts: normal, vectors: try self.observations(of: normal, scorer, "baselines").vectors,
      pool: pool)
    try report(
      "distance to mean", baselines.distancesToMean(of: observations.vectors), isAnomalous,
      threshold: nil)
    try report(
      "TF-IDF + PCA error", baselines.projectionErrors(of: texts), isAnomalous, threshold: nil)
  }

  private func observations(
    of texts: [String], _ scorer: AnomalyScorer, _ label: String
  ) throws -> Observations {
    let meter = work.console.meter(label, unit: "texts", total: texts.count)
    let found = try scorer.observations(of: texts) { done in
      try Interrupt.check()
      meter.update(done)
    }
    meter.finish()
    return found
  }

  private func report(
    _ name: String, _ scores: [Double], _ isAnomalous: [Bool], threshold: Double?
  ) throws {
    let ranking = RankingFigures(scores: scores, isAnomalous: isAnomalous)
    let counts = threshold.map { ThresholdFigures(scores, isAnomalous, threshold: $0) }
    let positives = isAnomalous.count { $0 }
    if json {
      var answer: [JSONValue.Member] = [
        .init(key: "detector", value: .string(name)), .init(key: "file", value: .string(file)),
        .init(key: "normal", value: .integer(scores.count - positives)),
        .init(key: "anomalous", value: .integer(positives)),
        .init(key: "rocAUC", value: .number(ranking.rocAUC)),
        .init(key: "prAUC", value: .number(ranking.prAUC)),
        .init(key: "bestF1", value: .number(ranking.best.f1)),
      ]
      if let counts, let threshold {
        answer += [
          .init(key: "threshold", value: .number(threshold)),
          .init(key: "precision", value: .number(counts.precision)),
          .init(key: "recall", value: .number(counts.recall)),
          .init(key: "f1", value: .number(counts.f1)),
        ]
      }
      return try StandardOutput.print(JSONValue.object(answer).jsonText + "\n")
    }
    func hundredfold(_ value: Double) -> String { TextFormat.fixed(value, places: 1, times: 100) }
    var line =
      TextFormat.padded(name, to: 20)
      + "  ROC AUC \(hundredfold(ranking.rocAUC))  PR AUC \(hundredfold(ranking.prAUC))"
    if let counts {
      line +=
        "  precision \(hundredfold(counts.precision))  recall \(hundredfold(counts.recall))"
        + "  F1 \(hundredfold(counts.f1))"
    }
    try StandardOutput.print(line + "\n")
  }
}
