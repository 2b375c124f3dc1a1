import DataStructures
import FileFormats
import TensorKit
import TestSupport
import VectorSearch

/// Points around Gaussian centers, the shape of real sentence vectors.
func clusteredMatrix(_ rows: Int, _ columns: Int, centers: Int, seed: UInt64) -> Matrix {
  let places = randomMatrix(centers, columns, seed: 1_000)
  let noise = randomMatrix(rows, columns, seed: seed)
  var random = SplitMix64(seed: seed)
  for row in 0..<rows {
    let center = random.below(centers)
    for column in 0..<columns {
      noise[row, column] = places[center, column] + 0.7 * noise[row, column]
    }
  }
  return noise
}

/// Builds an index and opens it.
@discardableResult
func buildIndex(
  _ path: String, _ vectors: Matrix, _ design: IndexDesign, sentences: [String] = [],
  fields: [[String]] = [], threads: Int = 2
) throws -> MappedIndex {
  let builder = try IndexBuilder(path: path, design: design)
  try builder.append(vectors: vectors, sentences: sentences, fields: fields)
  try builder.finish(pool: WorkerPool(threads: threads))
  return try MappedIndex(path: path)
}

/// The nearest of the vectors as an index scores them, by the definition: every pair in double
/// precision, then a sort.
func exactNeighbors(
  _ index: MappedIndex, _ query: [Float], count: Int, among ids: [Int]? = nil
) -> [Int] {
  var query = query
  if index.metric == .cosine {
    let length = query.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    query = query.map { Float(Double($0) / length) }
  }
  let scored = (ids ?? index.ids).map { id -> (id: Int, score: Double) in
    let vector = index.vector(id) ?? []
    let score = zip(query, vector).reduce(0.0) { sum, pair in
      let (x, y) = (Double(pair.0), Double(pair.1))
      return sum + (index.metric == .l2 ? -(x - y) * (x - y) : x * y)
    }
    return (id, score)
  }
  return scored.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(count).map(\.id)
}

/// The share of the true neighbors among those found.
func recall(_ found: [[Neighbor]], _ truth: [[Neighbor]]) -> Double {
  var (hits, all) = (0, 0)
  for (answer, neighbors) in zip(found, truth) {
    let ids = Set(answer.map(\.id))
    hits += neighbors.count { ids.contains($0.id) }
    all += neighbors.count
  }
  return Double(hits) / Double(max(1, all))
}

extension TemporaryFolder {
  /// The only segment of an index.
  func segment(_ index: String) throws -> String {
    let names = try FileManagerNames.names(file(index)).filter { $0.hasSuffix(".segment") }
    return index + "/" + (names.first ?? "")
  }
}
