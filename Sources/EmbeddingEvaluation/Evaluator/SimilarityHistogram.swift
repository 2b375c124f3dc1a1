/// How the similarities of pairs are distributed, for each score that people gave them.
///
/// A model that sees what people see moves the similarities to the right as the scores rise.
public struct SimilarityHistogram: Codable, Equatable, Sendable {
  /// Pairs of similar scores.
  public struct Row: Codable, Equatable, Sendable {
    /// The lowest score in the row.
    public let from: Double
    /// The highest score in the row.
    public let to: Double
    /// The number of pairs.
    public let pairs: Int
    /// The mean similarity.
    public let mean: Double
    /// How many pairs have a similarity in each bin.
    public let counts: [Int]
  }

  /// Where the first bin begins.
  public let low: Double
  /// Where the last bin ends.
  public let high: Double
  /// From the lowest scores to the highest.
  public let rows: [Row]

  /// Scores are divided into as many ranges, unless there are no more different ones.
  private static let rangeCount = 5

  /// Counts the pairs of an evaluation; nil if it is not about scored pairs, or has none.
  ///
  /// - Parameters:
  ///   - evaluation: of pairs that people have scored.
  ///   - bins: the number of bins, at least 1.
  public init?(_ evaluation: Evaluation, bins: Int = 32) {
    precondition(bins > 0, "\(bins) bins")
    let similarities = evaluation.examples
    guard let gold = evaluation.gold, similarities.count == gold.count,
      let least = similarities.min(), let most = similarities.max(), least.isFinite, most.isFinite
    else { return nil }
    // Steps of a tenth are easy to read.
    let (low, high) = ((least * 10).rounded(.down) / 10, (most * 10).rounded(.up) / 10)
    (self.low, self.high) = (low, max(high, low + 0.1))
    let width = (self.high - low) / Double(bins)
    var groups: [Int: [Int]] = [:]
    for (pair, number) in Self.ranges(of: gold).enumerated() {
      groups[number, default: []].append(pair)
    }
    rows = groups.sorted { $0.key < $1.key }.map { _, pairs in
      var counts = [Int](repeating: 0, count: bins)
      for pair in pairs {
        counts[min(bins - 1, max(0, Int((similarities[pair] - low) / width)))] += 1
      }
      let scores = pairs.map { gold[$0] }
      return Row(
        from: scores.min() ?? 0, to: scores.max() ?? 0, pairs: pairs.count,
        mean: EmbeddingEvaluation.mean(pairs.map { similarities[$0] }), counts: counts)
    }
  }

  /// The number of the range of every score.
  private static func ranges(of gold: [Double]) -> [Int] {
    let values = Set(gold).sorted()
    if values.count <= rangeCount + 1 { return gold.map { values.firstIndex(of: $0) ?? 0 } }
    let (low, span) = (values[0], values[values.count - 1] - values[0])
    return gold.map { min(rangeCount - 1, Int(($0 - low) / span * Double(rangeCount))) }
  }
}
