import TensorKit

/// A set of vectors in which the nearest to a query can be found.
public protocol VectorIndex: Sendable {
  /// How many vectors there are.
  var count: Int { get }
  /// How many components a vector has.
  var dimension: Int { get }
  /// How vectors are compared.
  var metric: Metric { get }

  /// The vectors nearest to each query, nearest first, equally near ones by lower id.
  ///
  /// `queries` is `[queries × dimension]`; each list has `options.count` neighbors, or all vectors
  /// that may be found if there are fewer. The answer to a query does not depend on the other
  /// queries or on the number of threads, and any number of tasks may search an index at once.
  ///
  /// - Throws: `SearchError` if a query has another dimension or is not finite.
  func search(
    queries: Matrix, options: SearchOptions, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]]

  /// The score of two vectors, as a search with one of them would give the other; the vectors are
  /// counted from 0, whatever their ids.
  func score(between first: Int, and second: Int) -> Float
}

extension VectorIndex {
  /// The `count` vectors nearest to each query.
  ///
  /// - Throws: `SearchError` if a query has another dimension or is not finite.
  public func search(
    queries: Matrix, count: Int, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    try search(queries: queries, options: SearchOptions(count: count), pool: pool)
  }
}
