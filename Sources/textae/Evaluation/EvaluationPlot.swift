import EmbeddingEvaluation
import Plotting

/// The first figure of every file, of one model or of two, with intervals.
struct EvaluationPlot {
  let chart: BarChart

  /// A drawing of results in their order.
  init(_ reports: [EvaluationReport]) {
    let series = reports.first.map { [$0.model] + ($0.other.map { [$0.model] } ?? []) } ?? []
    chart = BarChart(
      title: "Evaluation", vertical: "× 100", series: series,
      groups: reports.map { report in
        let result = report.evaluation.result
        let figure = Self.figure(result)
        let bars = [result] + (report.other.map { [$0.evaluation.result] } ?? [])
        return BarChart.Group(
          name: "\(Paths.lastPart(result.file)): \(figure.name)",
          bars: bars.map { Self.bar($0, figure.key) })
      })
  }

  /// What is drawn of a file: the first of these that it has.
  private static var figures: [(name: String, key: String, value: (EvaluationResult) -> Double?)] {
    [
      ("Spearman", "spearman", \.spearman),
      ("nDCG at 10", "normalizedGainAt10", \.normalizedGainAt10),
      ("reciprocal rank", "meanReciprocalRank", \.meanReciprocalRank),
      ("accuracy", "accuracy", \.accuracy),
    ]
  }

  private static func figure(_ result: EvaluationResult) -> (name: String, key: String) {
    let first = figures.first { $0.value(result) != nil } ?? figures[0]
    return (first.name, first.key)
  }

  private static func bar(_ result: EvaluationResult, _ key: String) -> BarChart.Bar? {
    guard let value = figures.first(where: { $0.key == key })?.value(result) else { return nil }
    return BarChart.Bar(value: 100 * value, interval: result.intervals[key]?.hundredfold)
  }
}

extension ConfidenceInterval {
  /// The range, multiplied by 100.
  var hundredfold: ClosedRange<Double>? {
    lower <= upper ? 100 * lower...100 * upper : nil
  }
}
