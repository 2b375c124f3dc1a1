import DataStructures
import TensorKit

/// Compares queries with every vector, block by block on all cores.
///
/// Scores come from fast kernels: for few queries the product of each pair, as fast as memory can
/// be read, and for many a packed matrix product, first of bfloat16 where that is faster. They are
/// rough; the candidates that this leaves undecided are scored again, in the end in double
/// precision, where products of floats are exact.
/// So the answer is that of exact arithmetic on the fine form of the vectors (up to 1e-13 of a
/// score), the same for one query and for many, for any number of threads, and for every
/// instruction set. Only where a codec knows no bound of its error, the best candidates by rough
/// scores, as many as the effort says, are scored again instead.
struct VectorScan {
  /// Vectors per block: its numbers, packed and not, and its scores fit into the cache of a core.
  static let blockRows = 128
  /// Queries that are compared in one pass over the vectors.
  static let batchQueries = 1024

  let vectors: StoredVectors
  /// Whether products of bfloat16 come first.
  var isRough = Precision.fastest == .bf16

  /// The nearest of the allowed rows to each query, best first; by lower row among equals.
  func search(
    _ queries: PreparedVectors, _ request: ScanRequest, pool: WorkerPool
  ) -> [[TopK<Double>.Element]] {
    let wanted = min(request.count, vectors.count)
    var result: [[TopK<Double>.Element]] = []
    for start in stride(from: 0, to: queries.vectors.rows, by: Self.batchQueries) {
      let range = start..<min(start + Self.batchQueries, queries.vectors.rows)
      if wanted > 0 {
        result += search(queries, range, wanted, request, pool)
      } else {
        result += range.map { _ in [] }
      }
    }
    return result
  }

  private func search(
    _ queries: PreparedVectors, _ range: Range<Int>, _ wanted: Int, _ request: ScanRequest,
    _ pool: WorkerPool
  ) -> [[TopK<Double>.Element]] {
    let coded = range.map { row in queries.vectors.withRow(row) { vectors.coarse.query($0) } }
    let lists = zip(range, coded).map { row, query in
      list(query, norm: queries.norms[row], wanted, request)
    }
    let packed = range.count >= productQueries ? pack(queries.vectors, range, coded, pool) : nil
    let workers = (0..<pool.threads).map { _ in
      ScanWorker(vectors, lists: lists, usesProduct: packed != nil)
    }
    let blocks = (vectors.count + Self.blockRows - 1) / Self.blockRows
    pool.run(blocks) { block, worker in
      let first = block * Self.blockRows
      let rows = first..<min(first + Self.blockRows, vectors.count)
      if let packed {
        workers[worker].scan(rows, packed, request.allowed)
      } else {
        workers[worker].scan(rows, coded, request.allowed)
      }
    }
    var result = [[TopK<Double>.Element]](repeating: [], count: range.count)
    result.withUnsafeSlots { slots in
      pool.run(range.count) { query in
        var all = workers[0].candidates(for: query)
        for worker in workers.dropFirst() { all.merge(worker.candidates(for: query)) }
        all.prune()
        slots[query] = queries.vectors.withRow(range.lowerBound + query) {
          Rescoring(vectors: vectors).best(
            wanted, of: all.ids, $0, norm: queries.norms[range.lowerBound + query])
        }
      }
    }
    return result
  }

  /// From this many queries on, a matrix product is worth the packing.
  private var productQueries: Int {
    switch vectors.coarse {
    case is F32Codec: 6
    case is F16Codec, is BF16Codec: 64
    default: .max
    }
  }

  private func pack(
    _ queries: Matrix, _ range: Range<Int>, _ coded: [any CodecQuery], _ pool: WorkerPool
  ) -> ProductQueries {
    let batch = range.count == queries.rows ? queries : queries.rows(at: range)
    return ProductQueries(batch, coded, vectors, isRough: isRough, pool: pool)
  }

  /// An empty list that keeps all that may be among the wanted.
  private func list(
    _ query: any CodecQuery, norm: Double, _ wanted: Int, _ request: ScanRequest
  ) -> CandidateList {
    guard let error = vectors.largestError(query, queryNorm: norm) else {
      return CandidateList(
        wanted: max(wanted, request.effort ?? ScanRequest.defaultEffort(wanted)), slack: 0)
    }
    let floor = request.threshold.map { threshold in
      let score =
        vectors.metric == .l2
        ? (norm * norm - Double(threshold) * Double(threshold)) / 2 : Double(threshold)
      // A threshold is compared with a rounded score.
      return Float(score - error - 1e-6 * (1 + abs(score) + norm * norm))
    }
    return CandidateList(
      wanted: wanted, slack: Float(2 * error), floor: floor ?? -.infinity)
  }
}

/// What is wanted of the vectors of a segment.
struct ScanRequest: Sendable {
  /// The most rows to be found.
  var count: Int
  /// How many candidates are looked at where that cannot be decided; nil for the default.
  var effort: Int?
  /// The least near score that is wanted.
  var threshold: Float?
  /// The rows that may be found; nil for all.
  var allowed: RowSet?

  /// Candidates that are scored again where scores have no bound.
  static func defaultEffort(_ count: Int) -> Int { min(1 << 40, max(200, 10 * count)) }
}
