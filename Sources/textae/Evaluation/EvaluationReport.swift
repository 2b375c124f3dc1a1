import DataStructures
import EmbeddingEvaluation
import Foundation
import Plotting

/// The results of `evaluate` for one file.
struct EvaluationReport {
  let model: String
  let evaluation: Evaluation
  var geometry: GeometryReport?
  var histogram: SimilarityHistogram?
  var other: (model: String, evaluation: Evaluation)?
  var difference: PairedDifference?

  /// One object with the figures, which contains the figures of the other model.
  func json() throws -> String {
    struct Object: Encodable {
      let report: EvaluationReport

      enum Keys: String, CodingKey { case model, geometry, histogram, against, difference }

      func encode(to encoder: any Encoder) throws {
        try report.evaluation.result.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(report.model, forKey: .model)
        try container.encodeIfPresent(report.geometry, forKey: .geometry)
        try container.encodeIfPresent(report.histogram, forKey: .histogram)
        try container.encodeIfPresent(
          report.other.map { Object(report: .init(model: $0.model, evaluation: $0.evaluation)) },
          forKey: .against)
        try container.encodeIfPresent(report.difference, forKey: .difference)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Object(report: self)), as: UTF8.self)
  }

  /// A few lines of text.
  var text: String {
    let result = evaluation.result
    var lines = ["\(result.file)  (\(result.kind.rawValue), \(count(result)))"]
    lines += figures(result).map { "  \($0)" }
    if let geometry { lines.append("  " + Self.describe(geometry)) }
    if let histogram { lines += Self.rows(histogram).map { "  \($0)" } }
    if let other {
      lines.append("  \(other.model)")
      lines += figures(other.evaluation.result).map { "    \($0)" }
    }
    if let difference { lines.append("  " + Self.describe(difference)) }
    return lines.joined(separator: "\n")
  }

  private func count(_ result: EvaluationResult) -> String {
    var text = TextFormat.counted(result.pairs, "example")
    if let missing = result.outOfVocabulary, missing > 0 {
      text += ", \(missing) out of vocabulary"
    }
    if let unscored = result.unscored { text += ", \(unscored) without score" }
    if let classes = result.classes { text += ", \(classes) classes" }
    if let folds = result.folds { text += ", \(folds) folds" }
    if let candidates = result.candidates { text += ", \(candidates) candidates" }
    return text
  }

  private func figures(_ result: EvaluationResult) -> [String] {
    let all: [(name: String, key: String, value: Double?)] = [
      ("Spearman", "spearman", result.spearman), ("Pearson", "pearson", result.pearson),
      ("accuracy", "accuracy", result.accuracy), ("F1", "f1", result.f1),
      ("most frequent class", "majority", result.majority),
      ("average precision", "averagePrecision", result.averagePrecision),
      ("mean average precision", "meanAveragePrecision", result.meanAveragePrecision),
      ("nDCG at 10", "normalizedGainAt10", result.normalizedGainAt10),
      ("mean reciprocal rank", "meanReciprocalRank", result.meanReciprocalRank),
      ("recall at 1", "recallAt1", result.recallAt1),
      ("recall at 5", "recallAt5", result.recallAt5),
      ("recall at 10", "recallAt10", result.recallAt10),
      ("recall at 100", "recallAt100", result.recallAt100),
    ]
    var lines = all.compactMap { name, key, value in
      value.map { "\(pad(name)) \(Self.hundredfold($0))\(Self.interval(result.intervals[key]))" }
    }
    if lines.isEmpty {
      lines.append("no correlation: that takes two examples or more, with scores that differ")
    }
    lines += (result.sections ?? []).map {
      "\(pad($0.name)) \(Self.hundredfold($0.accuracy))  of \($0.questions)"
    }
    return lines
  }

  private func pad(_ name: String) -> String {
    TextFormat.padded(name, to: 28)
  }

  private static func hundredfold(_ value: Double, signed: Bool = false) -> String {
    TextFormat.fixed(value, places: 1, times: 100, signed: signed)
  }

  private static func interval(_ interval: ConfidenceInterval?, signed: Bool = false) -> String {
    guard let interval else { return "" }
    let ends = [interval.lower, interval.upper].map { hundredfold($0, signed: signed) }
    return "  [\(ends[0]), \(ends[1])]"
  }

  private static func describe(_ geometry: GeometryReport) -> String {
    "mean cosine \(rounded(geometry.meanCosine)), "
      + "effective dimension \(rounded(geometry.effectiveDimension)) of \(geometry.dimension), "
      + "hubness \(rounded(geometry.hubness))"
  }

  /// A line for each range of scores, over a common axis.
  private static func rows(_ histogram: SimilarityHistogram) -> [String] {
    let (low, high) = (rounded(histogram.low), rounded(histogram.high))
    let width = histogram.rows.first?.counts.count ?? 0
    let axis = TextFormat.padded(low, to: max(low.count + 1, width - high.count)) + high
    let head = TextFormat.padded("similarity by score", to: 28) + " " + axis
    return [head]
      + histogram.rows.map { row in
        let (from, to) = (score(row.from), score(row.to))
        let name = TextFormat.padded("  " + (from == to ? from : "\(from) to \(to)"), to: 28)
        return "\(name) \(Sparkline.counts(row.counts))  mean \(rounded(row.mean)) of \(row.pairs)"
      }
  }

  /// A score as people give it: 3 rather than 3.0.
  private static func score(_ value: Double) -> String {
    let text = rounded(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func rounded(_ value: Double) -> String { TextFormat.rounded(value, places: 2) }

  private static func describe(_ difference: PairedDifference) -> String {
    "difference \(hundredfold(difference.difference, signed: true))"
      + interval(difference.interval, signed: true)
      + ", larger in \(hundredfold(difference.probabilityFirstIsLarger)) % of resamples"
  }
}
