extension SymmetricEigen.Tridiagonal {
  /// Makes column k tridiagonal, and leaves the unit reflection vector in row k.
  mutating func reflect(column k: Int, product: inout [Double]) {
    let n = order
    let size = n - k - 1
    diagonal[k] = reflections[k * n + k]
    unsafe reflections.withUnsafeMutableBufferPointer { matrix in
      unsafe product.withUnsafeMutableBufferPointer { product in
        guard let base = matrix.baseAddress, let p = product.baseAddress else { return }
        // Row k from k + 1 on equals column k by symmetry; `size` elements lie within the row.
        let v = unsafe base + k * n + k + 1
        // Scaled, so that neither tiny nor huge elements leave the range of squares.
        var scale = 0.0
        for i in 0..<size { unsafe scale = max(scale, abs(v[i])) }
        guard scale > 0 else { return }
        for i in 0..<size { unsafe v[i] /= scale }
        let norm = unsafe DoubleVectors.dot(v, v, count: size).squareRoot()
        let alpha = unsafe v[0] > 0 ? -norm : norm
        coupling[k] = alpha * scale
        unsafe v[0] -= alpha
        let length = unsafe DoubleVectors.dot(v, v, count: size).squareRoot()
        for i in 0..<size { unsafe v[i] /= length }

        // With H = 1 − 2 v vᵀ: H B H = B − v wᵀ − w vᵀ, w = 2 (B v − (vᵀ B v) v).
        for i in 0..<size {
          unsafe p[i] = DoubleVectors.dot(base + (k + 1 + i) * n + k + 1, v, count: size)
        }
        let curvature = unsafe DoubleVectors.dot(v, p, count: size)
        for i in 0..<size { unsafe p[i] = 2 * (p[i] - curvature * v[i]) }
        for i in 0..<size {
          // Row k + 1 + i lies below row k, which holds v, so they never overlap.
          let row = unsafe base + (k + 1 + i) * n + k + 1
          let (a, b) = unsafe (v[i], p[i])
          for j in 0..<size { unsafe row[j] -= a * p[j] + b * v[j] }
        }
      }
    }
  }

  /// Turns the eigenvectors of T into those of A: z becomes H₀ H₁ … z.
  mutating func restore() {
    let n = order
    guard n > 1 else { return }
    unsafe rotation.withUnsafeMutableBufferPointer { rotation in
      unsafe reflections.withUnsafeBufferPointer { reflections in
        guard let rows = rotation.baseAddress, let base = reflections.baseAddress else { return }
        for row in 0..<n {
          for k in (0..<n - 1).reversed() {
            // Both hold the n − k − 1 elements from k + 1 on; a row of zeros reflects nothing.
            let z = unsafe rows + row * n + k + 1
            let v = unsafe base + k * n + k + 1
            let along = unsafe DoubleVectors.dot(v, z, count: n - k - 1)
            unsafe DoubleVectors.add(-2 * along, times: v, to: z, count: n - k - 1)
          }
        }
      }
    }
  }

  /// Rotates rows i and i + 1 of the eigenvectors.
  mutating func rotate(_ i: Int, cosine: Double, sine: Double) {
    let n = order
    unsafe rotation.withUnsafeMutableBufferPointer { rotation in
      guard let base = rotation.baseAddress else { return }
      // Rows i and i + 1 of n elements each; i + 1 < n.
      unsafe DoubleVectors.rotate(
        base + i * n, base + (i + 1) * n, cosine: cosine, sine: sine, count: n)
    }
  }
}
