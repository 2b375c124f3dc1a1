import DataStructures
import TensorKit

/// Compares queries with every vector, block by block on all cores.
///
/// Scores come from the f32 kernels: for few queries the inner product of each pair, as fast as
/// memory can be read, and for many a packed matrix product. Both round, each in its own way; the
/// candidates that rounding leaves undecided are scored again in double precision, where products
/// of floats are exact. So the answer is that of exact arithmetic (up to 1e-13 of a score), the
/// same for one query and for many, for any number of threads, and for every instruction set.
struct ExactScan {
  /// Vectors per block: its floats, packed and not, and its scores fit into the cache of a core.
  static let blockRows = 128
  /// Queries that are compared in one pass over the vectors.
  static let batchQueries = 1024
  /// From this many queries on, a matrix product is worth the packing.
  static let productQueries = 6

  let rows: VectorRows
  let metric: Metric

  func search(
    queries: Matrix, count: Int, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    precondition(count >= 0, "\(count) neighbors")
    guard queries.columns == rows.dimension else {
      throw .wrongDimension(expected: rows.dimension, found: queries.columns)
    }
    let prepared = try PreparedVectors(queries, metric: metric)
    var result: [[Neighbor]] = []
    for start in stride(from: 0, to: queries.rows, by: Self.batchQueries) {
      let range = start..<min(start + Self.batchQueries, queries.rows)
      result += search(prepared, range, wanted: min(count, rows.count), pool)
    }
    return result
  }

  func score(between first: Int, and second: Int) -> Float {
    metric.score(ofOrder: rows.exactScore(first, second, metric))
  }

  private func search(
    _ queries: PreparedVectors, _ range: Range<Int>, wanted: Int, _ pool: WorkerPool
  ) -> [[Neighbor]] {
    guard wanted > 0 else { return range.map { _ in [] } }
    let batch =
      range.count == queries.vectors.rows
      ? queries.vectors : queries.vectors.rows(at: range)
    let slack = queries.norms[range].map { 2 * largestError(queryNorm: $0) }
    let packed = range.count >= Self.productQueries ? pack(batch, pool) : nil
    let workers = (0..<pool.threads).map { _ in
      ScanWorker(rows: rows, slack: slack, wanted: wanted)
    }
    let blocks = (rows.count + Self.blockRows - 1) / Self.blockRows
    pool.run(blocks) { block, worker in
      let first = block * Self.blockRows
      let vectors = first..<min(first + Self.blockRows, rows.count)
      workers[worker].scan(vectors, batch, packed)
    }
    var result = [[Neighbor]](repeating: [], count: range.count)
    result.withUnsafeSlots { slots in
      pool.run(range.count) { query in
        slots[query] = nearest(workers.map { $0.candidates(for: query) }, wanted, batch, query)
      }
    }
    return result
  }

  private func pack(_ queries: Matrix, _ pool: WorkerPool) -> PackedMatrix {
    let packed = PackedMatrix(.left, .f32)
    packed.pack(MatrixRegion(queries), pool: pool)
    return packed
  }

  /// By how much a rounded score may differ from the exact one.
  ///
  /// A sum of d products in any order is off by at most d u |q| |x|, with u = 2⁻²⁴ (Higham,
  /// Accuracy and Stability of Numerical Algorithms, 3.1). Half a square and its subtraction add a
  /// few u of their size, and numbers below the normal range may become zero.
  private func largestError(queryNorm: Double) -> Float {
    let longest = rows.largestNorm
    let relative = Double(rows.dimension + 8) * 0x1p-24
    var size = queryNorm * longest
    if metric == .l2 { size += longest * longest }
    let underflow = Double(rows.dimension + 8) * Double(Float.leastNormalMagnitude)
    return Float(relative * size * 1.01 + underflow)
  }

  /// The nearest of the candidates of all workers, by exact scores.
  private func nearest(
    _ parts: [CandidateList], _ wanted: Int, _ queries: Matrix, _ query: Int
  ) -> [Neighbor] {
    var all = parts[0]
    for part in parts.dropFirst() { all.merge(part) }
    all.prune()
    var best = TopK<Double>(wanted)
    for id in all.ids { best.insert(id, score: rows.exactScore(queries, query, id, metric)) }
    return best.sorted.map { Neighbor(id: $0.id, score: metric.score(ofOrder: $0.score)) }
  }
}

extension ExactScan {
  /// The search by its definition: every pair in double precision, then a sort of all vectors.
  ///
  /// The fast search is tested against it.
  func referenceSearch(queries: Matrix, count: Int) throws(SearchError) -> [[Neighbor]] {
    let prepared = try PreparedVectors(queries, metric: metric)
    return (0..<queries.rows).map { query in
      let scored = (0..<rows.count).map {
        (id: $0, score: rows.exactScore(prepared.vectors, query, $0, metric))
      }
      let sorted = scored.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
      return sorted.prefix(count).map {
        Neighbor(id: $0.id, score: metric.score(ofOrder: $0.score))
      }
    }
  }
}
