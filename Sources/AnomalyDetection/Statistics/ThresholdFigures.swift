/// How well a threshold tells anomalous texts from normal ones.
public struct ThresholdFigures: Equatable, Sendable {
  /// The share of the texts at or above the threshold that are anomalous; 0 if there are none.
  public let precision: Double
  /// The share of the anomalous texts that are at or above it; 0 if there are none.
  public let recall: Double
  /// The harmonic mean of both; 0 if both are.
  public let f1: Double

  /// Counts scores at or above the threshold.
  public init(_ scores: [Double], _ isAnomalous: [Bool], threshold: Double) {
    precondition(scores.count == isAnomalous.count, "\(scores.count) of \(isAnomalous.count)")
    let alarms = scores.count { $0 >= threshold }
    let hits = zip(scores, isAnomalous).count { $0 >= threshold && $1 }
    let positives = isAnomalous.count { $0 }
    precision = Double(hits) / Double(max(1, alarms))
    recall = Double(hits) / Double(max(1, positives))
    f1 = 2 * Double(hits) / Double(max(1, alarms + positives))
  }
}
