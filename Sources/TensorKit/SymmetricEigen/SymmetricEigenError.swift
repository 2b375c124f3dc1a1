/// Why a matrix has no eigen-decomposition.
public enum SymmetricEigenError: Error, Equatable, CustomStringConvertible {
  /// An element is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// The iteration did not converge on this eigenvalue.
  case noConvergence(eigenvalue: Int, iterations: Int)

  /// What happened, as a clause.
  public var description: String {
    switch self {
    case .notFinite(let row, let column):
      "the matrix has an infinite or undefined element at row \(row), column \(column)"
    case .noConvergence(let eigenvalue, let iterations):
      "eigenvalue \(eigenvalue) did not converge within \(iterations) iterations"
    }
  }
}
