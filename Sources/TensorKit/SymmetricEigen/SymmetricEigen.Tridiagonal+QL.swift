extension SymmetricEigen.Tridiagonal {
  /// The most steps that one eigenvalue may take; two are usual.
  private static var iterationLimit: Int { 60 }

  /// Makes T diagonal by implicit QL steps, which also rotate the eigenvectors.
  mutating func diagonalize() throws(SymmetricEigenError) {
    var largest = 0.0
    for i in 0..<order { largest = max(largest, abs(diagonal[i]), abs(coupling[i])) }
    // A smaller coupling is lost in the rounding of the reduction itself: without this, the many zero
    // eigenvalues of a covariance of few vectors would never separate.
    let floor = largest * .ulpOfOne
    for first in 0..<order {
      var iterations = 0
      while true {
        let last = blockEnd(from: first, floor: floor)
        if last == first { break }
        iterations += 1
        guard iterations <= Self.iterationLimit else {
          throw .noConvergence(eigenvalue: first, iterations: Self.iterationLimit)
        }
        step(first: first, last: last)
      }
    }
  }

  /// The last row of the block that starts at `first` and is still coupled throughout.
  private func blockEnd(from first: Int, floor: Double) -> Int {
    var row = first
    while row < order - 1 {
      let neighbors = abs(diagonal[row]) + abs(diagonal[row + 1])
      if abs(coupling[row]) <= max(neighbors * .ulpOfOne, floor) { break }
      row += 1
    }
    return row
  }

  /// One QL step on rows `first` to `last` with the shift nearest to the first eigenvalue.
  private mutating func step(first: Int, last: Int) {
    let slope = (diagonal[first + 1] - diagonal[first]) / (2 * coupling[first])
    let root = hypotenuse(slope, 1)
    let shift =
      diagonal[first] - coupling[first] / (slope + (slope < 0 ? -root : root))
    // The bulge is chased upwards from the end of the block.
    var carried = diagonal[last] - shift
    var (sine, cosine, correction) = (1.0, 1.0, 0.0)
    for i in (first..<last).reversed() {
      let bulge = sine * coupling[i]
      let scaled = cosine * coupling[i]
      let length = hypotenuse(bulge, carried)
      coupling[i + 1] = length
      if length == 0 {
        // The block has split below row i; the next step does the rest.
        diagonal[i + 1] -= correction
        coupling[last] = 0
        return
      }
      sine = bulge / length
      cosine = carried / length
      let base = diagonal[i + 1] - correction
      let change = (diagonal[i] - base) * sine + 2 * cosine * scaled
      correction = sine * change
      diagonal[i + 1] = base + correction
      carried = cosine * change - scaled
      rotate(i, cosine: cosine, sine: sine)
    }
    diagonal[first] -= correction
    coupling[first] = carried
    coupling[last] = 0
  }

  /// √(a² + b²) without overflow.
  private func hypotenuse(_ a: Double, _ b: Double) -> Double {
    let (large, small) = (max(abs(a), abs(b)), min(abs(a), abs(b)))
    guard large > 0 else { return 0 }
    let ratio = small / large
    return large * (1 + ratio * ratio).squareRoot()
  }
}
