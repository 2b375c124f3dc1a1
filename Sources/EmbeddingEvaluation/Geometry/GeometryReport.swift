import SentenceEmbedding
import TensorKit

/// The shape of a set of vectors: how much of the space it uses, and how evenly.
public struct GeometryReport: Codable, Hashable, Sendable {
  /// The number of vectors measured.
  public let vectors: Int
  /// Components of a vector.
  public let dimension: Int
  /// The mean cosine of random pairs: 0 for evenly used directions, near 1 for a narrow cone.
  public let meanCosine: Double
  /// (Σ λ)² / Σ λ² of the eigenvalues of the covariance: how many directions the vectors use.
  public let effectiveDimension: Double
  /// The skewness of how often a vector is among the ten nearest of another (Radovanović,
  /// Nanopoulos and Ivanović 2010): large if few vectors are neighbors of many.
  public let hubness: Double
  /// Percentiles 1, 5, 25, 50, 75, 95 and 99 of the cosine of random pairs.
  public let cosinePercentiles: [Percentile]

  /// A percentile of a distribution.
  public struct Percentile: Codable, Hashable, Sendable {
    /// The share of values below, in percent.
    public let percent: Double
    /// The value.
    public let value: Double
  }

  /// Measures the rows of `vectors` `[count × dimension]`; at least two.
  ///
  /// Random pairs depend on `seed`. Neighbors are counted among the first `neighborhood` rows, in
  /// time that grows with their square.
  ///
  /// - Throws: `PostProcessingError` for vectors that are not finite.
  public init(
    of vectors: Matrix, pairs: Int = 20_000, neighborhood: Int = 5_000, seed: UInt64 = 1,
    pool: WorkerPool
  ) throws {
    precondition(vectors.rows >= 2, "\(vectors.rows) vectors have no shape")
    self.vectors = vectors.rows
    dimension = vectors.columns
    var moments = MomentAccumulator(dimension: vectors.columns)
    try moments.add(vectors, pool: pool)
    effectiveDimension = moments.effectiveDimension(pool: pool)

    var random = RandomStream(seed: seed, purpose: .bootstrap, item: 1)
    let cosines = (0..<pairs).map { _ in
      let first = random.below(UInt32(vectors.rows))
      let step = 1 + random.below(UInt32(vectors.rows - 1))
      return Metric.cosine(
        vectors, row: Int(first), vectors, row: (Int(first) + Int(step)) % vectors.rows)
    }
    meanCosine = cosines.reduce(0, +) / Double(max(1, cosines.count))
    let sorted = cosines.sorted()
    cosinePercentiles = [1.0, 5, 25, 50, 75, 95, 99].map {
      Percentile(percent: $0, value: percentile($0 / 100, of: sorted))
    }
    hubness = Self.hubness(
      of: vectors.rows(at: 0..<min(vectors.rows, neighborhood)), count: 10, pool: pool)
  }

  /// The skewness of how often each vector is among the `count` nearest of another.
  static func hubness(of vectors: Matrix, count: Int, pool: WorkerPool) -> Double {
    let neighbors = ResultSlots(count: vectors.rows, initial: [Int]())
    CosineScan(candidates: vectors, pool: pool).forEach(of: vectors) { query, scores in
      neighbors.set(query, Neighbor.best(count, of: scores, excluding: [query]).map(\.id))
    }
    var occurrences = [Double](repeating: 0, count: vectors.rows)
    for list in neighbors.values { for neighbor in list { occurrences[neighbor] += 1 } }
    return skewness(occurrences)
  }

  /// The third standardized moment; 0 for values that do not vary.
  static func skewness(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let second = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let third = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) } / count
    return second > 0 ? third / (second * second.squareRoot()) : 0
  }
}
