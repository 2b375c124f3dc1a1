import TensorKit

/// Detectors that have learned what is normal, with a threshold for each.
///
/// ```swift
/// let model = try AnomalyModel.fit(Observations(vectors: vectors, losses: losses), pool: pool)
/// let scores = model.scores(of: others, pool: pool)["combined"]
/// ```
/// The detectors learn from nine tenths of the normal texts. The scores of the others scale them, and set
/// the thresholds.
public struct AnomalyModel: Sendable {
  /// What the scores of normal texts are like.
  public struct Calibration: Equatable, Sendable {
    /// The mean.
    public let mean: Double
    /// The standard deviation; above 0.
    public let deviation: Double

    /// Mean and deviation.
    public init(mean: Double, deviation: Double) {
      (self.mean, self.deviation) = (mean, deviation)
    }

    /// Those of some scores.
    init(of scores: [Double]) {
      let count = Double(max(1, scores.count))
      let mean = scores.reduce(0, +) / count
      let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      self.init(mean: mean, deviation: variance > 0 ? variance.squareRoot() : 1)
    }
  }

  /// The detectors.
  public let detectors: [any AnomalyDetector]
  /// The scores of normal texts, by the name of the detector.
  public let calibrations: [String: Calibration]
  /// The scores from which on a text is anomalous, by the name of the detector or `combined`.
  public private(set) var thresholds: [String: Double]

  /// The fewest normal texts to learn from.
  public static let fewest = 20

  /// Detectors with their calibrations and thresholds.
  init(
    detectors: [any AnomalyDetector], calibrations: [String: Calibration],
    thresholds: [String: Double]
  ) {
    (self.detectors, self.calibrations, self.thresholds) = (detectors, calibrations, thresholds)
  }

  /// Learns from normal texts.
  ///
  /// - Parameters:
  ///   - normal: their vectors and losses; without losses, detectors that need them are left out.
  ///   - quantile: the share of the normal texts whose scores are below the threshold.
  ///   - seed: what is held out depends on it.
  ///   - pool: the threads to use; the result does not depend on them.
  ///   - progress: called with what is done and what is to do; throws to end the work.
  /// - Returns: the detectors.
  /// - Throws: ``AnomalyError``, and what `progress` throws.
  public static func fit(
    _ normal: Observations, quantile: Double = 0.99, seed: UInt64 = 1, pool: WorkerPool,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws -> AnomalyModel {
    guard normal.count >= fewest else {
      throw AnomalyError.tooFewTexts(count: normal.count, needed: fewest)
    }
    var random = RandomStream(seed: seed, purpose: .validationSplit)
    let order = (0..<normal.count).shuffled(using: &random)
    let held = normal.rows(at: order.prefix(max(1, normal.count / 10)).sorted())
    let rest = normal.rows(at: order.dropFirst(max(1, normal.count / 10)).sorted())
    let kinds = AnomalyDetectors.all.filter { normal.losses != nil || !$0.needsLosses }
    var detectors: [any AnomalyDetector] = []
    var calibrations: [String: Calibration] = [:]
    for (number, kind) in kinds.enumerated() {
      try progress(number, kinds.count)
      let detector = try kind.fit(rest, seed: seed, pool: pool)
      detectors.append(detector)
      calibrations[kind.name] = Calibration(of: detector.scores(of: held, pool: pool))
    }
    var model = AnomalyModel(detectors: detectors, calibrations: calibrations, thresholds: [:])
    for (name, scores) in model.scores(of: held, pool: pool) {
      model.thresholds[name] = Self.quantile(quantile, of: scores)
    }
    return model
  }

  /// The names of the detectors, the mean of all first.
  public var names: [String] {
    [AnomalyDetectors.combined] + detectors.map { type(of: $0).name }
  }

  /// The scores of texts by every detector, and their scaled mean: larger for less normal texts.
  public func scores(of texts: Observations, pool: WorkerPool) -> [String: [Double]] {
    var all: [String: [Double]] = [:]
    var sums = [Double](repeating: 0, count: texts.count)
    for detector in detectors {
      let name = type(of: detector).name
      let scores = detector.scores(of: texts, pool: pool)
      all[name] = scores
      let scale = calibrations[name] ?? Calibration(mean: 0, deviation: 1)
      for (row, score) in scores.enumerated() {
        sums[row] += (score - scale.mean) / scale.deviation
      }
    }
    all[AnomalyDetectors.combined] = sums.map { $0 / Double(max(1, detectors.count)) }
    return all
  }

  /// Sets each threshold to the one with the largest F1 on labeled texts, some of them anomalous.
  public mutating func tune(on texts: Observations, isAnomalous: [Bool], pool: WorkerPool) {
    for (name, scores) in scores(of: texts, pool: pool) {
      thresholds[name] = RankingFigures(scores: scores, isAnomalous: isAnomalous).best.threshold
    }
  }

  /// The score below which a share of some scores lies.
  private static func quantile(_ share: Double, of scores: [Double]) -> Double {
    let sorted = scores.sorted()
    let place = Int((share * Double(sorted.count)).rounded(.up))
    return place < sorted.count ? sorted[place] : sorted[sorted.count - 1].nextUp
  }
}
