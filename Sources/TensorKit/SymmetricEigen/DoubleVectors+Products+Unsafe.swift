extension DoubleVectors {
  /// Adds Σ x yᵀ over `rows` pairs of vectors to the upper triangle of `sums`, `[n × n]`.
  ///
  /// `x` and `y` each hold `rows` vectors of n floats. One thread computes a sum, over the rows in
  /// order, so the result does not depend on the threads.
  package static func addUpperProducts(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, rows: Int, columns n: Int,
    to sums: inout [Double], pool: WorkerPool
  ) {
    precondition(sums.count == n * n, "\(sums.count) sums for \(n) columns")
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      guard let base = sums.baseAddress else { return }
      // The pointers outlive the loop, and every index writes a row of the sums of its own.
      nonisolated(unsafe) let (left, right, target) = unsafe (x, y, base)
      pool.run(n) { i in
        // Row i of the sums from the diagonal on, against components i ..< n of every vector.
        let row = unsafe target + i * n + i
        let count = n - i
        var r = 0
        while r + 4 <= rows {
          let (a, b) = unsafe (left + r * n + i, right + r * n + i)
          unsafe addFour(
            (Double(a[0]), Double(a[n]), Double(a[2 * n]), Double(a[3 * n])), b, stride: n,
            to: row, count: count)
          r += 4
        }
        while r < rows {
          unsafe add(Double(left[r * n + i]), times: right + r * n + i, to: row, count: count)
          r += 1
        }
      }
    }
  }

  /// Adds four rows of floats, each times its factor, so that sums are loaded and stored once.
  private static func addFour(
    _ factor: (Double, Double, Double, Double), _ x: UnsafePointer<Float>, stride: Int,
    to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    // Four rows `stride` apart hold `count` elements each; `y` does not overlap them.
    let (second, third, fourth) = unsafe (x + stride, x + 2 * stride, x + 3 * stride)
    for i in 0..<count {
      let pair = unsafe factor.0 * Double(x[i]) + factor.1 * Double(second[i])
      unsafe y[i] += pair + (factor.2 * Double(third[i]) + factor.3 * Double(fourth[i]))
    }
  }
}
