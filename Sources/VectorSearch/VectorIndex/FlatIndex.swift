import TensorKit

/// Vectors in memory, each compared with the query: exact, and nothing needs to be built.
///
///     let index = try FlatIndex(vectors: matrix, metric: .cosine)
///     let nearest = try index.search(queries: queries, count: 10, pool: pool)
public final class FlatIndex: VectorIndex {
  /// How vectors are compared.
  public let metric: Metric
  /// How many vectors there are.
  public var count: Int { vectors.rows }
  /// How many components a vector has.
  public var dimension: Int { vectors.columns }
  private let vectors: Matrix
  private let halfSquaredNorms: Matrix
  private let largestNorm: Double

  /// Copies vectors `[count × dimension]`, normalized if the metric is the cosine.
  ///
  /// - Throws: `SearchError` if one of them is not finite or too long.
  public init(vectors: Matrix, metric: Metric = .cosine) throws(SearchError) {
    let prepared = try PreparedVectors(vectors, metric: metric)
    self.metric = metric
    self.vectors = prepared.vectors
    halfSquaredNorms = Matrix(rows: 1, columns: vectors.rows, values: prepared.halfSquaredNorms)
    largestNorm = prepared.norms.max() ?? 0
  }

  /// The vectors nearest to each query, `[queries × dimension]`; see `VectorIndex`.
  public func search(
    queries: Matrix, count: Int, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    try scan.search(queries: queries, count: count, pool: pool)
  }

  /// The search by its definition, slowly: every pair in double precision, then a sort.
  package func referenceSearch(
    queries: Matrix, count: Int
  ) throws(SearchError) -> [[Neighbor]] {
    try scan.referenceSearch(queries: queries, count: count)
  }

  /// The score of two vectors of the index.
  public func score(between first: Int, and second: Int) -> Float {
    scan.score(between: first, and: second)
  }

  private var scan: ExactScan {
    let rows = VectorRows(
      vectors, halfSquaredNorms: metric == .l2 ? halfSquaredNorms : nil, largestNorm: largestNorm)
    return ExactScan(rows: rows, metric: metric)
  }
}
