import FileFormats
import TensorKit
import VectorSearch

/// The nearest of the shown sentences for each of them, by one embedder.
public struct NeighborLists: Sendable {
  /// The name of the embedder.
  public let name: String
  /// Components of its vectors.
  public let dimension: Int
  /// For every point the others that are nearest by the cosine, best first.
  public let lists: [[Neighbor]]
  /// The cosines of random pairs.
  public let random: CosineHistogram

  /// Points that are searched together.
  private static let batch = 256

  /// Finds the neighbors of vectors `[points × dimension]` among each other.
  ///
  /// - Parameters:
  ///   - name: the name of the embedder.
  ///   - vectors: finite vectors.
  ///   - count: how many neighbors a point has, at the most.
  ///   - pool: the threads to use; the result does not depend on them.
  ///   - progress: called with the number of points done; what it throws ends the work.
  /// - Throws: `SearchError`, and what `progress` throws.
  public init(
    name: String, vectors: Matrix, count: Int, pool: WorkerPool,
    progress: (Int) throws -> Void = { _ in }
  ) throws {
    self.name = name
    dimension = vectors.columns
    let index = try FlatIndex(vectors: vectors)
    let options = SearchOptions(count: min(count + 1, vectors.rows))
    var lists: [[Neighbor]] = []
    for start in stride(from: 0, to: vectors.rows, by: Self.batch) {
      let rows = start..<min(vectors.rows, start + Self.batch)
      let found = try index.search(queries: vectors.rows(at: rows), options: options, pool: pool)
      // Of equal sentences, a point itself need not be among the first.
      lists += zip(rows, found).map { row, near in Array(near.filter { $0.id != row }.prefix(count))
      }
      try progress(lists.count)
    }
    self.lists = lists
    random = CosineHistogram(ScoreCalibration(of: index)?.scores ?? [])
  }

  /// Neighbors are one list for each point, of the place of a neighbor and the cosine in hundredths by
  /// turns: a page of 20,000 points stays small.
  var json: JSONValue {
    let neighbors = lists.map { near in
      JSONValue.array(
        near.flatMap { [.integer($0.id), .integer(Int(($0.score * 100).rounded()))] })
    }
    return [
      "name": .string(name), "dimension": .integer(dimension), "neighbors": .array(neighbors),
      "random": random.json,
    ]
  }
}
