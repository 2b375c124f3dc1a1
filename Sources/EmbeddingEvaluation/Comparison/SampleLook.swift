import TensorKit

/// What one embedder finds for a sample of sentences, as far as it is compared with another.
struct SampleLook: Sendable {
  /// The nearest sentences of every query.
  private let nearest: [Set<Int>]
  /// The similarities of every query to all other sentences of the sample.
  private let similarities: [[Double]]

  /// Queries are the rows `sample` of `vectors`; neighbors come from all rows.
  init(_ sample: [Int], vectors: Matrix, scan: CosineScan, count: Int) {
    let found = ResultSlots(count: sample.count, initial: (Set<Int>(), [Double]()))
    scan.forEach(of: vectors.rows(at: sample)) { query, scores in
      let own = sample[query]
      found.set(
        query,
        (
          Set(Neighbor.best(count, of: scores, excluding: [own]).map(\.id)),
          sample.filter { $0 != own }.map { Double(scores[$0]) }
        ))
    }
    nearest = found.values.map(\.0)
    similarities = found.values.map(\.1)
  }

  /// The number of queries.
  var queries: Int { nearest.count }

  /// The mean share of common neighbors, and the mean rank correlation or nil if it is undefined.
  func agreement(with other: SampleLook) -> (overlap: Double, correlation: Double?) {
    let shares = zip(nearest, other.nearest).map { one, two in
      Double(one.intersection(two).count) / Double(max(1, min(one.count, two.count)))
    }
    let correlations = zip(similarities, other.similarities)
      .map { Correlation.spearman($0, $1) }.filter(\.isFinite)
    return (mean(shares), correlations.isEmpty ? nil : mean(correlations))
  }
}
