import EmbeddingEvaluation
import Plotting

/// How far the vectors of each model move when a sentence is changed.
struct ComparisonPlot {
  let chart: BarChart

  /// A drawing of the probes.
  init(_ result: ComparisonResult) {
    chart = BarChart(
      title: "How far a vector moves", vertical: "% of the way to a random sentence",
      series: result.models.map(\.name),
      groups: result.probes.map { probe in
        BarChart.Group(
          name: Self.name(probe.kind),
          bars: zip(probe.movement, probe.intervals).map {
            BarChart.Bar(value: 100 * $0, interval: $1?.hundredfold)
          })
      })
  }

  private static func name(_ kind: ProbeKind) -> String {
    switch kind {
    case .wordOrder: "word order"
    case .negation: "negation"
    case .oneWord: "one word"
    case .length: "length"
    case .paraphrase: "paraphrase"
    }
  }
}
