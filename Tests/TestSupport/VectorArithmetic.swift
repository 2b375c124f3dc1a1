/// Σ x y.
package func dotProduct(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

/// The cosine of the angle between two vectors; not a number if one of them is zero.
package func cosine(_ x: [Double], _ y: [Double]) -> Double {
  dotProduct(x, y) / (dotProduct(x, x) * dotProduct(y, y)).squareRoot()
}

/// ‖actual − expected‖ / ‖expected‖; infinite if the counts differ.
package func relativeError(_ actual: [Double], _ expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  let difference = zip(actual, expected).map { $0 - $1 }
  let error = dotProduct(difference, difference)
  return error == 0 ? 0 : (error / dotProduct(expected, expected)).squareRoot()
}
