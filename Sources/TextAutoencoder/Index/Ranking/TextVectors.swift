import TensorKit
import VectorSearch

/// Vectors in memory, ranked by their cosines with a query.
package struct TextVectors: Sendable {
  private let vectors: Matrix
  private let index: FlatIndex

  /// Keeps vectors `[count × dimension]`.
  ///
  /// - Throws: `SearchError` if one of them is not finite.
  package init(_ vectors: Matrix) throws(SearchError) {
    self.vectors = vectors
    index = try FlatIndex(vectors: vectors, metric: .cosine)
  }

  /// A ranker for each row of `queries`, which already knows the nearest `count` vectors.
  ///
  /// - Throws: `SearchError` if a query is not finite or has another dimension.
  package func rankers(
    _ queries: Matrix, count: Int, pool: WorkerPool
  ) throws(SearchError) -> [VectorRanker] {
    try VectorRanker.all(
      index, queries: queries, found: count, pool: pool, vector: { vectors.row($0) })
  }
}
