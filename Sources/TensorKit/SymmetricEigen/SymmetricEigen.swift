/// The eigenvalues and orthonormal eigenvectors of a real symmetric matrix.
///
/// Householder reflections make the matrix tridiagonal, then implicit QL steps with Wilkinson's
/// shift make it diagonal (Golub and Van Loan, Matrix Computations, sections 8.3 and 8.4). All of
/// it runs in double precision on one thread, so the result depends on the matrix alone. O(n³); a
/// thousand rows take seconds.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, largest first.
  public let values: [Double]

  /// The eigenvectors as rows `[n × n]`; row k belongs to `values[k]`.
  ///
  /// An eigenvector is determined up to its sign: its largest component by magnitude is positive.
  public let vectors: [Double]

  /// Decomposes `matrix`, `[order × order]` row-major, which has to be symmetric.
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
    try reduction.diagonalize()
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
