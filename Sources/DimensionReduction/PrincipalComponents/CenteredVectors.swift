import TensorKit

/// Vectors minus their mean, which is subtracted in the products and not in a copy.
///
/// Letters: X the vectors minus their mean [n × d].
struct CenteredVectors {
  private let vectors: Matrix
  /// The mean, `[d]`.
  let mean: [Float]
  /// Σ ‖x‖² over the rows of X.
  let squaredNorm: Double

  private static let blockRows = 2_048

  init(_ vectors: Matrix) {
    self.vectors = vectors
    var sums = [Double](repeating: 0, count: vectors.columns)
    var squares = 0.0
    for row in 0..<vectors.rows {
      vectors.withRow(row) { values in
        for i in values.indices {
          let value = Double(values[i])
          sums[i] += value
          squares += value * value
        }
      }
    }
    let count = Double(max(1, vectors.rows))
    let means = sums.map { $0 / count }
    mean = means.map { Float($0) }
    squaredNorm = max(0, squares - count * means.reduce(0) { $0 + $1 * $1 })
  }

  /// XᵀX B for B `[d × size]`.
  func normalProduct(_ basis: Matrix, pool: WorkerPool) -> Matrix {
    let result = Matrix(rows: basis.rows, columns: basis.columns)
    let (left, right) = (PackedMatrix(.left, .f32), PackedMatrix(.right, .f32))
    let packedBasis = PackedMatrix(.right, .f32)
    packedBasis.pack(MatrixRegion(basis), pool: pool)
    let meanImage = Matrix(rows: 1, columns: basis.columns)
    left.pack(
      MatrixRegion(Matrix(rows: 1, columns: mean.count, values: mean)), pool: pool)
    left.multiply(by: packedBasis, into: meanImage, pool: pool)
    let image = Matrix(rows: 0, columns: basis.columns)
    let sum = Matrix(rows: 1, columns: basis.columns)
    let total = Matrix(rows: 1, columns: basis.columns)
    for start in stride(from: 0, to: vectors.rows, by: Self.blockRows) {
      let rows = start..<min(vectors.rows, start + Self.blockRows)
      image.resize(rows: rows.count)
      left.pack(MatrixRegion(vectors, rows: rows), pool: pool)
      left.multiply(by: packedBasis, into: image, pool: pool)
      for row in 0..<image.rows { Kernels.addRow(-1, of: meanImage, 0, to: image, row) }
      image.sumRows(into: sum, pool: pool)
      Kernels.addRow(of: sum, 0, to: total, 0)
      left.pack(MatrixRegion(vectors, rows: rows), transposed: true, pool: pool)
      right.pack(MatrixRegion(image), pool: pool)
      left.multiply(by: right, into: result, accumulate: start > 0, pool: pool)
    }
    for row in 0..<result.rows { Kernels.addRow(-mean[row], of: total, 0, to: result, row) }
    return result
  }
}
