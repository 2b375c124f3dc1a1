import TensorKit
import Testing

/// Random operands for tests of packed products, and three plain loops as the reference.
protocol PackedProductWitness {
  var pool: WorkerPool { get }
}

extension PackedProductWitness {
  func random(_ rows: Int, _ columns: Int, item: UInt64) -> Matrix {
    var random = RandomStream(seed: 1, purpose: .testData, item: item)
    return Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in 2 * random.uniform() - 1 })
  }

  func transposed(_ matrix: Matrix) -> Matrix {
    let result = Matrix(rows: matrix.columns, columns: matrix.rows)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { result[column, row] = matrix[row, column] }
    }
    return result
  }

  /// The nearest bfloat16, ties to even.
  func rounded(_ x: Float, _ precision: Precision) -> Double {
    guard precision == .bf16 else { return Double(x) }
    let bits = x.bitPattern
    return Double(Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000))
  }

  /// Compares the block at (row, column) of `result` with `start` + A B.
  func check(
    _ result: Matrix, row: Int = 0, column: Int = 0, start: Matrix? = nil, _ a: Matrix, _ b: Matrix,
    _ precision: Precision, _ location: SourceLocation = #_sourceLocation
  ) {
    var worst = 0.0
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        var sum = start.map { Double($0[row + i, column + j]) } ?? 0
        var size = abs(sum)
        for t in 0..<a.columns {
          let term = rounded(a[i, t], precision) * rounded(b[t, j], precision)
          sum += term
          size += abs(term)
        }
        worst = max(worst, abs(Double(result[row + i, column + j]) - sum) / max(size, 1e-9))
      }
    }
    // Every sum of k floats is within k × 2⁻²⁴ of its terms' sizes, and k stays below 100 here.
    #expect(worst < 3e-6, sourceLocation: location)
  }

  func pack(
    _ side: PackedMatrix.Side, _ matrix: Matrix, _ precision: Precision,
    fromTransposed: Bool = false
  ) -> PackedMatrix {
    let packed = PackedMatrix(side, Product(precision))
    packed.pack(
      MatrixRegion(fromTransposed ? transposed(matrix) : matrix), transposed: fromTransposed,
      pool: pool)
    return packed
  }
}
