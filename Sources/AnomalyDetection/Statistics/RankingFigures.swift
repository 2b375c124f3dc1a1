/// How well scores tell anomalous texts from normal ones, at every threshold.
public struct RankingFigures: Equatable, Sendable {
  /// The probability that an anomalous text has a higher score than a normal one; equal ones count
  /// half (Fawcett 2006).
  public let rocAUC: Double
  /// The mean precision over the anomalous texts, as the threshold falls: average precision.
  public let prAUC: Double
  /// The largest F1 of any threshold, and the lowest score that then counts as anomalous.
  public let best: (f1: Double, threshold: Double)

  /// Ranks scores; there must be anomalous texts and normal ones.
  public init(scores: [Double], isAnomalous: [Bool]) {
    precondition(scores.count == isAnomalous.count, "\(scores.count) of \(isAnomalous.count)")
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let positives = isAnomalous.count { $0 }
    let negatives = scores.count - positives
    precondition(positives > 0 && negatives > 0, "\(positives) anomalous, \(negatives) normal")
    var (hits, alarms, area, precision) = (0, 0, 0.0, 0.0)
    var best = (f1: 0.0, threshold: Double.infinity)
    var place = 0
    while place < order.count {
      // Equal scores are ranked together.
      let score = scores[order[place]]
      var (newHits, newAlarms) = (0, 0)
      while place < order.count, scores[order[place]] == score {
        if isAnomalous[order[place]] { newHits += 1 } else { newAlarms += 1 }
        place += 1
      }
      area += Double(newAlarms) * (Double(hits) + Double(newHits) / 2)
      hits += newHits
      alarms += newAlarms
      precision += Double(newHits) * Double(hits) / Double(hits + alarms)
      let f1 = 2 * Double(hits) / Double(hits + alarms + positives)
      if f1 > best.f1 { best = (f1, score) }
    }
    rocAUC = area / (Double(positives) * Double(negatives))
    prAUC = precision / Double(positives)
    self.best = best
  }

  /// Compares all figures.
  public static func == (first: Self, second: Self) -> Bool {
    (first.rocAUC, first.prAUC) == (second.rocAUC, second.prAUC) && first.best == second.best
  }
}
