/// The derivative of a function at 0, by a central difference.
///
/// ```
/// f′(0) ≈ (f(s) − f(−s)) / 2s        error s²/6 · f‴
/// ```
/// With s = 10⁻⁵ in doubles, truncation and rounding are both near 10⁻¹⁰.
package func centralDifference(
  step: Double = 1e-5, _ function: (_ offset: Double) -> Double
) -> Double {
  (function(step) - function(-step)) / (2 * step)
}

/// The gradient of a function at a point, by a central difference in every coordinate.
package func centralDifferences(
  at point: [Double], _ function: ([Double]) -> Double
) -> [Double] {
  point.indices.map { index in
    centralDifference { offset in
      var moved = point
      moved[index] += offset
      return function(moved)
    }
  }
}
