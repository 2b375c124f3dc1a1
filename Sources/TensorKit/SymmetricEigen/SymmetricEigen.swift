/// The eigenvalues and orthonormal eigenvectors of a real symmetric matrix.
///
/// Householder reflections make the matrix tridiagonal, implicit QL steps with Wilkinson's shift
/// make that diagonal (Golub and Van Loan, Matrix Computations, sections 8.3 and 8.4). All in
/// double precision on one thread, so the result depends on the matrix alone. O(n³); a thousand
/// rows take seconds.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, largest first.
  public let values: [Double]

  /// The eigenvectors as rows `[n × n]`, row k belonging to `values[k]`.
  ///
  /// An eigenvector is determined up to its sign; the component of largest size is made positive.
  public let vectors: [Double]

  /// Decomposes `matrix`, `[order × order]` row-major, of which only symmetry is assumed.
  ///
  /// - Throws: `SymmetricEigenError` if an element is not finite, or if the iteration fails.
  public init(_ matrix: [Double], order: Int) throws(SymmetricEigenError) {
    precondition(
      matrix.count == order * order, "\(matrix.count) elements are not \(order) by \(order)")
    if let bad = matrix.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: bad / order, column: bad % order)
    }
    guard order > 0 else {
      values = []
      vectors = []
      return
    }
    var reduction = Tridiagonal(matrix, order: order)
    try reduction.diagonalise()
    reduction.restore()

    let diagonal = reduction.diagonal
    let ranking = diagonal.indices.sorted {
      diagonal[$0] != diagonal[$1] ? diagonal[$0] > diagonal[$1] : $0 < $1
    }
    values = ranking.map { diagonal[$0] }
    var sorted: [Double] = []
    sorted.reserveCapacity(order * order)
    for row in ranking {
      let vector = reduction.rotation[row * order..<(row + 1) * order]
      let peak = vector.max { abs($0) < abs($1) } ?? 1
      if peak < 0 { sorted.append(contentsOf: vector.map { -$0 }) } else { sorted += vector }
    }
    vectors = sorted
  }

  /// The eigenvector of `values[index]`, `[n]`.
  public func vector(_ index: Int) -> ArraySlice<Double> {
    vectors[index * values.count..<(index + 1) * values.count]
  }
}

/// Why a matrix has no eigen-decomposition.
public enum SymmetricEigenError: Error, Equatable, CustomStringConvertible {
  /// An element is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// The iteration did not settle on this eigenvalue.
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
