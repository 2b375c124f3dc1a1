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
  /// `queries` is `[queries × dimension]`; each list has `count` neighbors, or all vectors if there
  /// are fewer. An id is the row of a vector in the order in which they were added. The answer to a
  /// query does not depend on the other queries or on the number of threads, and any number of
  /// tasks may search an index at once.
  ///
  /// - Throws: `SearchError` if a query has another dimension or is not finite.
  func search(
    queries: Matrix, count: Int, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]]

  /// The score of two vectors of the index, as a search with one of them would give the other.
  func score(between first: Int, and second: Int) -> Float
}
