import Synchronization
import TensorKit

/// What belongs to one thread of a scan: scratch memory and the candidates it has found.
final class ScanWorker: Sendable {
  private let rows: VectorRows
  private let block: Matrix
  private let scores: Matrix
  private let packedBlock = PackedMatrix(.right, .f32)
  /// One list per query.
  private let candidates: Mutex<[CandidateList]>

  /// Scratch for one query per element of `slack`, which is twice the error of its scores.
  init(rows: VectorRows, slack: [Float], wanted: Int) {
    self.rows = rows
    block = Matrix(rows: 0, columns: rows.dimension)
    scores = Matrix(rows: slack.count, columns: ExactScan.blockRows)
    candidates = Mutex(slack.map { CandidateList(wanted: wanted, slack: $0) })
  }

  /// What this thread has found for a query.
  func candidates(for query: Int) -> CandidateList {
    candidates.withLock { $0[query] }
  }

  /// Compares all queries with a block of vectors, by a matrix product if the queries are packed.
  func scan(_ range: Range<Int>, _ queries: Matrix, _ packed: PackedMatrix?) {
    if let packed {
      rows.copy(range, into: block)
      packedBlock.reserve(count: range.count, depth: rows.dimension)
      packedBlock.packPart(MatrixRegion(block), transposed: true, at: 0)
      packed.multiplyBlock(
        rows: 0..<queries.rows, by: packedBlock, columns: 0..<range.count, into: scores, row: 0,
        column: 0, accumulate: false)
    } else {
      for query in 0..<queries.rows { rows.multiply(queries, query, range, into: scores) }
    }
    candidates.withLock { candidates in
      for query in 0..<queries.rows {
        rows.collect(scores, query, range, into: &candidates[query])
      }
    }
  }
}
