/// Loops over contiguous doubles, for work that needs more than single precision.
///
/// Sums run over four fixed lanes, so they depend on the values alone, and the compiler can keep
/// the lanes in vector registers without reassociation.
package enum DoubleVectors {
  /// The inner product of `count` elements at two places.
  package static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var i = 0
    // The caller owns `count` elements at both places.
    while i + 4 <= count {
      unsafe a += x[i] * y[i]
      unsafe b += x[i + 1] * y[i + 1]
      unsafe c += x[i + 2] * y[i + 2]
      unsafe d += x[i + 3] * y[i + 3]
      i += 4
    }
    while i < count {
      unsafe a += x[i] * y[i]
      i += 1
    }
    return (a + b) + (c + d)
  }

  /// Adds `factor` times `x` to `y`.
  package static func add(
    _ factor: Double, times x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    // The caller owns `count` elements at both places, which do not overlap.
    for i in 0..<count { unsafe y[i] += factor * x[i] }
  }

  /// Adds `factor` times the floats `x` to `y`.
  package static func add(
    _ factor: Double, times x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    // The caller owns `count` elements at both places, which do not overlap.
    for i in 0..<count { unsafe y[i] += factor * Double(x[i]) }
  }

  /// Rotates the pair of rows (x, y) to (cosine x − sine y, sine x + cosine y).
  package static func rotate(
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, cosine: Double,
    sine: Double, count: Int
  ) {
    // The caller owns `count` elements at both places, which do not overlap.
    for i in 0..<count {
      let (a, b) = unsafe (x[i], y[i])
      unsafe x[i] = cosine * a - sine * b
      unsafe y[i] = sine * a + cosine * b
    }
  }
}
