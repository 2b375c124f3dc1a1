import Synchronization
import TensorKit

/// What belongs to one thread of a scan: scratch memory and the candidates it has found.
final class ScanWorker: Sendable {
  private let vectors: StoredVectors
  private let batch: RowBatch
  private let block: Matrix
  private let scores: Matrix
  private let packedBlock = PackedMatrix(.right, .f32)
  /// One list per query.
  private let candidates: Mutex<[CandidateList]>

  init(_ vectors: StoredVectors, lists: [CandidateList], usesProduct: Bool) {
    self.vectors = vectors
    batch = RowBatch(vectors.coarseRows, capacity: VectorScan.blockRows)
    block = Matrix(rows: 0, columns: usesProduct ? vectors.dimension : 0)
    scores = Matrix(rows: usesProduct ? lists.count : 0, columns: VectorScan.blockRows)
    candidates = Mutex(lists)
  }

  /// What this thread has found for a query.
  func candidates(for query: Int) -> CandidateList {
    candidates.withLock { $0[query] }
  }

  /// Compares all queries with a block of vectors, one query after the other.
  func scan(_ range: Range<Int>, _ queries: [any CodecQuery], _ allowed: RowSet?) {
    batch.choose(range)
    candidates.withLock { candidates in
      for (number, query) in queries.enumerated() {
        query.score(batch)
        batch.collect(
          into: &candidates[number], halfSquares: vectors.halfSquares, allowed: allowed)
      }
    }
  }

  /// Compares all queries with a block of vectors by a matrix product.
  func scan(_ range: Range<Int>, _ queries: PackedMatrix, _ allowed: RowSet?) {
    vectors.copy(range, into: block)
    packedBlock.reserve(count: range.count, depth: vectors.dimension)
    packedBlock.packPart(MatrixRegion(block), transposed: true, at: 0)
    queries.multiplyBlock(
      rows: 0..<scores.rows, by: packedBlock, columns: 0..<range.count, into: scores, row: 0,
      column: 0, accumulate: false)
    batch.choose(range)
    candidates.withLock { candidates in
      for number in 0..<scores.rows {
        batch.load(scores, row: number)
        batch.collect(
          into: &candidates[number], halfSquares: vectors.halfSquares, allowed: allowed)
      }
    }
  }
}

extension StoredVectors {
  /// Copies vectors of the coarse form, which can be read, into a matrix.
  fileprivate func copy(_ range: Range<Int>, into matrix: Matrix) {
    guard let codec = coarse as? any ReadableCodec, !(codec is F32Codec) else {
      return coarseRows.copyFloats(range, into: matrix)
    }
    matrix.resize(rows: range.count)
    for row in range {
      coarseRows.withRow(row) { bytes in
        matrix.withMutableRow(row - range.lowerBound) { codec.decode(bytes, into: &$0) }
      }
    }
  }
}
