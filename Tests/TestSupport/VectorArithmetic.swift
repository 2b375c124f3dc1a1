/// Σ x y.
package func dotProduct(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count, "\(x.count) numbers times \(y.count)")
  // Differences for every weight need this a hundred million times in a build without optimization,
  // where a loop is several times as fast as closures.
  var (sum, index) = (0.0, 0)
  while index < x.count {
    sum += x[index] * y[index]
    index += 1
  }
  return sum
}

/// x + y.
package func sum(_ x: [Double], _ y: [Double]) -> [Double] {
  precondition(x.count == y.count, "\(x.count) numbers plus \(y.count)")
  return x.indices.map { x[$0] + y[$0] }
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
