import Synchronization
import TensorKit

/// What belongs to one thread of a scan: scratch memory and the candidates it has found.
final class ScanWorker: Sendable {
  private let vectors: StoredVectors
  private let batch: RowBatch
  private let survivors: RowBatch
  private let block: Matrix
  private let scores: Matrix
  private let floatBlock = PackedMatrix(.right, .f32)
  private let roughBlock = PackedMatrix(.right, .bf16)
  private let state: Mutex<State>

  private struct State {
    /// One list per query.
    var candidates: [CandidateList]
    /// So many blocks are compared in single precision before rough products are tried again.
    var floatBlocks: Int
  }

  init(_ vectors: StoredVectors, lists: [CandidateList], usesProduct: Bool) {
    self.vectors = vectors
    batch = RowBatch(vectors.coarseRows, capacity: VectorScan.blockRows)
    survivors = RowBatch(vectors.coarseRows, capacity: VectorScan.blockRows)
    block = Matrix(rows: 0, columns: usesProduct ? vectors.dimension : 0)
    scores = Matrix(rows: usesProduct ? lists.count : 0, columns: VectorScan.blockRows)
    // A list without a threshold lets everything through.
    let first = (lists.map(\.limit).max() ?? 0) / VectorScan.blockRows + 1
    state = Mutex(State(candidates: lists, floatBlocks: first))
  }

  /// What this thread has found for a query.
  func candidates(for query: Int) -> CandidateList {
    state.withLock { $0.candidates[query] }
  }

  /// Compares all queries with a block of vectors, one query after the other.
  func scan(_ range: Range<Int>, _ queries: [any CodecQuery], _ allowed: RowSet?) {
    batch.choose(range)
    state.withLock { state in
      for (number, query) in queries.enumerated() {
        query.score(batch)
        batch.collect(
          into: &state.candidates[number], halfSquares: vectors.halfSquares, allowed: allowed)
      }
    }
  }

  /// Compares all queries with a block of vectors by a matrix product: a rough one where that saves
  /// time, after which what may be among the nearest is compared query by query.
  func scan(_ range: Range<Int>, _ queries: ProductQueries, _ allowed: RowSet?) {
    vectors.copy(range, into: block)
    batch.choose(range)
    state.withLock { state in
      guard let rough = queries.rough, state.floatBlocks <= 0 else {
        state.floatBlocks -= 1
        multiply(queries.floats, floatBlock)
        for number in 0..<scores.rows {
          batch.load(scores, row: number)
          batch.collect(
            into: &state.candidates[number], halfSquares: vectors.halfSquares, allowed: allowed)
        }
        return
      }
      multiply(rough.packed, roughBlock)
      var scored = 0
      for number in 0..<scores.rows {
        batch.load(scores, row: number)
        batch.select(
          atLeast: state.candidates[number].threshold - rough.errors[number], into: survivors,
          halfSquares: vectors.halfSquares, allowed: allowed)
        guard survivors.count > 0 else { continue }
        scored += survivors.count
        queries.coded[number].score(survivors)
        survivors.collect(into: &state.candidates[number], halfSquares: vectors.halfSquares)
      }
      // A pair on its own costs what a rough product saves on about eight; the margin is for the copies.
      if scored > scores.rows * range.count / 16 { state.floatBlocks = Self.retryAfter }
    }
  }

  /// So many blocks later, rough products are tried again.
  private static let retryAfter = 32

  /// Multiplies queries by the vectors of the block.
  private func multiply(_ queries: PackedMatrix, _ packed: PackedMatrix) {
    packed.reserve(count: block.rows, depth: vectors.dimension)
    packed.packPart(MatrixRegion(block), transposed: true, at: 0)
    queries.multiplyBlock(
      rows: 0..<scores.rows, by: packed, columns: 0..<block.rows, into: scores, row: 0,
      column: 0, accumulate: false)
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
