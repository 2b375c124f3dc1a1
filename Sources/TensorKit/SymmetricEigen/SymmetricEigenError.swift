/// Why a matrix has no eigen-decomposition.
public enum SymmetricEigenError: Error, Equatable, CustomStringConvertible {
  /// An element is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// The iteration did not converge on this eigenvalue.
  case noConvergence(eigenvalue: Int, iterations: Int)

  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .notFinite(let row, let column):
      "The matrix has an infinite or undefined element at row \(row), column \(column): "
        + "look for infinite or undefined components in the vectors it was made from."
    case .noConvergence(let eigenvalue, let iterations):
      "Eigenvalue \(eigenvalue) did not converge within \(iterations) iterations: "
        + "the matrix may be scaled too close to the limits of double precision."
    }
  }
}
