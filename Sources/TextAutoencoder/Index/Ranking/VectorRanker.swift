import TensorKit
import VectorSearch

/// Ranks by the cosines of vectors, whatever index holds them.
package struct VectorRanker: Ranker {
  package let count: Int
  private let found: [Neighbor]
  private let search: (Int) throws -> [Neighbor]
  private let score: ([Int]) throws -> [Float]

  /// A ranker of `count` vectors.
  ///
  /// - Parameters:
  ///   - count: how many vectors there are.
  ///   - found: the nearest of them, nearest first, if they are known.
  ///   - search: the nearest vectors, as many as are asked for, nearest first.
  ///   - score: the cosines of some vectors.
  package init(
    count: Int, found: [Neighbor] = [], search: @escaping (Int) throws -> [Neighbor],
    score: @escaping ([Int]) throws -> [Float]
  ) {
    self.count = count
    self.found = found
    self.search = search
    self.score = score
  }

  package func best(_ count: Int) throws -> Candidates {
    let found = try ranked(count)
    let isAll = found.count >= self.count
    return Candidates(ids: found.map(\.id), bound: isAll ? -1 : found.last?.score ?? 1)
  }

  /// As the index orders them.
  package func ranked(_ count: Int) throws -> [Neighbor] {
    count <= found.count || found.count == self.count
      ? Array(found.prefix(count)) : try search(count)
  }

  package func scores(of ids: [Int]) throws -> [Float] { try score(ids) }
}

extension VectorRanker {
  /// A ranker for each row of `queries`, which already knows the nearest `found` vectors.
  ///
  /// `vector` gives a vector of the index, to compare it with a query. With `ids`, there are no others.
  /// `effort` is that of `SearchOptions`.
  /// - Throws: `SearchError` if a query is not finite or has another dimension.
  package static func all(
    _ index: some VectorIndex, queries: Matrix, found count: Int, effort: Int? = nil,
    ids: Set<Int>? = nil, pool: WorkerPool, vector: @escaping (Int) -> [Float]
  ) throws(SearchError) -> [VectorRanker] {
    let found = try index.search(
      queries: queries, options: SearchOptions(count: count, effort: effort, ids: ids), pool: pool)
    return (0..<queries.rows).map { row in
      let query = queries.rows(at: row..<row + 1)
      return VectorRanker(count: ids?.count ?? index.count, found: found[row]) { count in
        try index.search(
          queries: query, options: SearchOptions(count: count, effort: effort, ids: ids), pool: pool
        )[0]
      } score: { ids in
        ids.map { id in
          let vector = vector(id)
          return query.withRow(0) { Float(index.metric(vector.span, $0)) }
        }
      }
    }
  }
}
