extension RandomizedSVD {
  /// AᵀA B for the sparse A and `basis` B, `[columns × size]`.
  ///
  /// Every worker takes some columns of B through all rows of A, so each element of the result is
  /// summed over the rows in order.
  static func normalProduct(_ matrix: SparseRows, _ basis: Matrix, pool: WorkerPool) -> Matrix {
    let result = Matrix(rows: basis.rows, columns: basis.columns)
    let size = basis.columns
    unsafe matrix.indices.withUnsafeBufferPointer { indices in
      unsafe matrix.values.withUnsafeBufferPointer { values in
        // Indices are below the number of columns of A, which is the number of rows of B, by the
        // contract of `SparseRows`; the buffers outlive the loop.
        nonisolated(unsafe) let (indices, values) = unsafe (indices, values)
        nonisolated(unsafe) let (source, target) = unsafe (basis.base, result.base)
        pool.run(size, grain: 32) { columns in
          var image = [Float](repeating: 0, count: columns.count)
          unsafe image.withUnsafeMutableBufferPointer { image in
            guard let t = image.baseAddress else { return }
            for row in 0..<matrix.rows {
              let elements = matrix.starts[row]..<matrix.starts[row + 1]
              for i in 0..<columns.count { unsafe t[i] = 0 }
              for element in elements {
                let x = unsafe source + Int(indices[element]) * size + columns.lowerBound
                let factor = unsafe values[element]
                for i in 0..<columns.count { unsafe t[i] += factor * x[i] }
              }
              for element in elements {
                let y = unsafe target + Int(indices[element]) * size + columns.lowerBound
                let factor = unsafe values[element]
                for i in 0..<columns.count { unsafe y[i] += factor * t[i] }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// XᵀY in double precision, which must be symmetric, `[columns × columns]`.
  static func symmetricProduct(_ x: Matrix, _ y: Matrix, pool: WorkerPool) -> [Double] {
    precondition(x.rows == y.rows && x.columns == y.columns, "X and Y differ in shape")
    let size = x.columns
    var sums = [Double](repeating: 0, count: size * size)
    let chunk = 128
    for start in stride(from: 0, to: x.rows, by: chunk) {
      // `start` and the rows of the chunk lie inside both matrices.
      unsafe DoubleVectors.addUpperProducts(
        x.base + start * size, y.base + start * size, rows: min(chunk, x.rows - start),
        columns: size, to: &sums, pool: pool)
    }
    for i in 0..<size { for j in 0..<i { sums[i * size + j] = sums[j * size + i] } }
    return sums
  }
}
