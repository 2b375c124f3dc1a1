import TensorKit

/// The cosines of queries with many candidates, as blocked matrix products.
final class CosineScan {
  /// The number of candidates.
  let count: Int
  private let packed: PackedMatrix
  private let pool: WorkerPool

  /// Takes the rows of `candidates` `[count × dimension]`; zero vectors have cosine 0 with all.
  init(candidates: Matrix, pool: WorkerPool) {
    count = candidates.rows
    self.pool = pool
    packed = PackedMatrix(.right, .f32)
    packed.pack(MatrixRegion(candidates.normalized()), transposed: true, pool: pool)
  }

  /// Calls `body` with the cosines of each query, `[count]`, on any thread and in any order.
  func forEach(
    of queries: Matrix, _ body: @Sendable (_ query: Int, _ scores: Span<Float>) -> Void
  ) {
    // Blocks of queries keep the scores within tens of megabytes.
    let blockSize = max(1, min(256, 8_000_000 / max(1, count)))
    let normalized = queries.normalized()
    let left = PackedMatrix(.left, .f32)
    let scores = Matrix(rows: blockSize, columns: count)
    for start in stride(from: 0, to: queries.rows, by: blockSize) {
      let rows = start..<min(queries.rows, start + blockSize)
      left.pack(MatrixRegion(normalized, rows: rows), pool: pool)
      left.multiply(by: packed, into: scores, pool: pool)
      pool.run(rows.count) { row in scores.withRow(row) { body(start + row, $0) } }
    }
  }
}

extension Matrix {
  /// A copy whose rows have unit length; rows of zeros stay.
  func normalized() -> Matrix {
    let result = Matrix(rows: rows, columns: columns)
    result.copy(from: self)
    for row in 0..<rows {
      result.withMutableRow(row) { vector in
        let squares = Kernels.sumOfSquares(vector.span)
        if squares > 0 { Kernels.scale(1 / squares.squareRoot(), &vector) }
      }
    }
    return result
  }
}
