import DataStructures
import TensorKit

/// Vectors in memory, each compared with the query: exact, and nothing needs to be built.
///
///     let index = try FlatIndex(vectors: matrix, metric: .cosine)
///     let nearest = try index.search(queries: queries, count: 10, pool: pool)
public final class FlatIndex: VectorIndex {
  /// How vectors are compared.
  public var metric: Metric { vectors.metric }
  /// How many vectors there are.
  public var count: Int { vectors.count }
  /// How many components a vector has.
  public var dimension: Int { vectors.dimension }
  private let vectors: StoredVectors

  /// Copies vectors `[count × dimension]`, normalized if the metric is the cosine.
  ///
  /// - Throws: `SearchError` if one of them is not finite or too long.
  public init(vectors: Matrix, metric: Metric = .cosine) throws(SearchError) {
    self.vectors = StoredVectors(try PreparedVectors(vectors, metric: metric), metric: metric)
  }

  /// The vectors nearest to each query, `[queries × dimension]`; see `VectorIndex`. An id is the row
  /// of a vector.
  public func search(
    queries: Matrix, options: SearchOptions, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    try search(queries: queries, options: options, scan: VectorScan(vectors: vectors), pool: pool)
  }

  /// The same search with or without rough products, whichever this machine would choose.
  ///
  /// Tests compare the two.
  package func search(
    queries: Matrix, options: SearchOptions, isRough: Bool, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    let scan = VectorScan(vectors: vectors, isRough: isRough)
    return try search(queries: queries, options: options, scan: scan, pool: pool)
  }

  private func search(
    queries: Matrix, options: SearchOptions, scan: VectorScan, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    let prepared = try prepare(queries)
    var request = ScanRequest(
      count: options.count, effort: options.effort, threshold: options.threshold, allowed: nil)
    if let ids = options.ids {
      var allowed = RowSet(rows: count)
      for id in ids where id >= 0 && id < count { allowed.insert(id) }
      request.allowed = allowed
    }
    return scan.search(prepared, request, pool: pool).map { found in
      found.map { Neighbor(id: $0.id, score: metric.score(ofOrder: $0.score)) }
        .filter { metric.isAtLeast($0.score, options.threshold) }
    }
  }

  /// The search by its definition, slowly: every pair in double precision, then a sort.
  ///
  /// The fast search is tested against it.
  package func referenceSearch(
    queries: Matrix, count: Int
  ) throws(SearchError) -> [[Neighbor]] {
    let prepared = try prepare(queries)
    return (0..<queries.rows).map { query in
      var vector = [Float](repeating: 0, count: dimension)
      let scored = (0..<self.count).map { row in
        (
          id: row,
          score: prepared.vectors.withRow(query) {
            vectors.exactScore($0, row, through: &vector)
          }
        )
      }
      let sorted = scored.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
      return sorted.prefix(count).map {
        Neighbor(id: $0.id, score: metric.score(ofOrder: $0.score))
      }
    }
  }

  /// The score of two vectors of the index.
  public func score(between first: Int, and second: Int) -> Float {
    vectors.score(between: first, and: second)
  }

  private func prepare(_ queries: Matrix) throws(SearchError) -> PreparedVectors {
    guard queries.columns == dimension else {
      throw .wrongDimension(expected: dimension, found: queries.columns)
    }
    return try PreparedVectors(queries, metric: metric)
  }
}
