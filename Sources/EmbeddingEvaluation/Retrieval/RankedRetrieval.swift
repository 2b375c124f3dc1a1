import Foundation

/// How well a ranking of documents answers a query, judged by grades of relevance.
///
/// A document without a grade is not relevant. Grades count only in the gain.
public struct RankedRetrieval: Sendable {
  private let ranking: [Int]
  private let grades: [Int: Double]

  /// Judges a ranking, best document first; relevant ones have grades above 0.
  public init(ranking: [Int], grades: [Int: Double]) {
    self.ranking = ranking
    self.grades = grades.filter { $0.value > 0 }
  }

  /// The mean, over all relevant documents, of the share of relevant ones down to each; 0 for those
  /// that are missing. The mean over queries is MAP.
  public var averagePrecision: Double {
    var (found, sum) = (0, 0.0)
    for (place, document) in ranking.enumerated() where grades[document] != nil {
      found += 1
      sum += Double(found) / Double(place + 1)
    }
    return grades.isEmpty ? 0 : sum / Double(grades.count)
  }

  /// The discounted cumulative gain of the first `count` documents as a share of the best possible
  /// (Järvelin and Kekäläinen 2002): grade / log₂(rank + 1), as trec_eval computes it.
  public func normalizedGain(within count: Int) -> Double {
    let gain = Self.gain(ranking.prefix(count).map { grades[$0] ?? 0 })
    let best = Self.gain(grades.values.sorted(by: >).prefix(count))
    return best > 0 ? gain / best : 0
  }

  /// The share of the relevant documents that are among the first `count`.
  public func recall(within count: Int) -> Double {
    let found = ranking.prefix(count).count { grades[$0] != nil }
    return grades.isEmpty ? 0 : Double(found) / Double(grades.count)
  }

  private static func gain(_ grades: some Sequence<Double>) -> Double {
    grades.enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
  }
}
