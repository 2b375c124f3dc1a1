import TensorKit
import VectorSearch

/// How much of some vectors a reducer keeps.
public struct ReductionQuality: Codable, Sendable, Equatable {
  /// The squared error of the restored vectors as a share of their variance: 0 is perfect, and 1 is
  /// no better than their mean.
  public let reconstructionError: Double
  /// The share of the nearest neighbors of a vector that are also those of its code, 0 to 1.
  public let neighborsKept: Double
}

/// Measures reducers on vectors that they were not fitted to.
///
/// ```swift
/// let measure = try ReductionMeasure(vectors, neighbors: 10, pool: pool)
/// print(try measure.quality(of: reducer, pool: pool).neighborsKept)
/// ```
/// Neighbors are sought among all the vectors, by exact search.
public struct ReductionMeasure: Sendable {
  private let vectors: Matrix
  private let metric: Metric
  private let neighbors: Int
  private let queries: [Int]
  private let nearest: [Set<Int>]
  private let variance: Double

  /// Finds the nearest `neighbors` of some of the vectors `[n × d]`.
  ///
  /// - Parameters:
  ///   - vectors: at least `neighbors` + 2.
  ///   - neighbors: how many are compared.
  ///   - metric: how near vectors are to each other, and codes too.
  ///   - queries: how many vectors have their neighbors sought, evenly spread.
  ///   - pool: the threads to use; the result does not depend on them.
  /// - Throws: ``ReductionError``, or `SearchError`.
  public init(
    _ vectors: Matrix, neighbors: Int = 10, metric: Metric = .l2, queries: Int = 2_000,
    pool: WorkerPool
  ) throws {
    guard vectors.rows >= neighbors + 2 else {
      throw ReductionError.tooFewVectors(found: vectors.rows, needed: neighbors + 2)
    }
    try vectors.checkFinite()
    self.vectors = vectors
    self.metric = metric
    self.neighbors = neighbors
    let count = min(max(1, queries), vectors.rows)
    self.queries = (0..<count).map { $0 * vectors.rows / count }
    nearest = try Self.nearest(
      self.queries, of: vectors, neighbors: neighbors, metric: metric, pool: pool)
    variance = CenteredVectors(vectors).squaredNorm
  }

  private static func nearest(
    _ queries: [Int], of vectors: Matrix, neighbors: Int, metric: Metric, pool: WorkerPool
  ) throws -> [Set<Int>] {
    let index = try FlatIndex(vectors: vectors, metric: metric)
    let found = try index.search(
      queries: vectors.rows(at: queries), count: neighbors + 1, pool: pool)
    // A vector is usually its own nearest, but equal ones may come first.
    return zip(queries, found).map { query, found in
      Set(found.map(\.id).filter { $0 != query }.prefix(neighbors))
    }
  }

  /// What `reducer` keeps of the vectors.
  ///
  /// - Throws: ``ReductionError``, or `SearchError` if a code is not finite.
  public func quality(of reducer: any VectorReducer, pool: WorkerPool) throws -> ReductionQuality {
    let codes = try reducer.reduce(vectors, pool: pool)
    let restored = try reducer.restore(codes, pool: pool)
    var errors = [Double](repeating: 0, count: vectors.rows)
    errors.withUnsafeSlots { errors in
      pool.run(vectors.rows) { row in
        errors[row] = vectors.withRow(row) { x in
          restored.withRow(row) { y in Metric.squaredDistance(x, y) }
        }
      }
    }
    let found = try Self.nearest(
      queries, of: codes, neighbors: neighbors, metric: metric, pool: pool)
    let kept = zip(nearest, found).reduce(0) { $0 + $1.0.intersection($1.1).count }
    return ReductionQuality(
      reconstructionError: variance > 0 ? errors.reduce(0, +) / variance : 0,
      neighborsKept: Double(kept) / Double(queries.count * neighbors))
  }
}
