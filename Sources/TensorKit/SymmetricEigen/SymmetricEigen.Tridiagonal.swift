extension SymmetricEigen {
  /// A symmetric matrix as A = Q T Qᵀ, with T tridiagonal and in the end diagonal.
  struct Tridiagonal {
    let order: Int
    /// The diagonal of T; at the end, the eigenvalues.
    var diagonal: [Double]
    /// Element i couples rows i and i + 1 of T; the last is zero.
    var coupling: [Double]
    /// The unit Householder vectors; row k holds one from element k + 1 on.
    var reflections: [Double]
    /// The eigenvectors as rows: of T after `diagonalize`, of A after `restore`.
    var rotation: [Double]
  }
}

extension SymmetricEigen.Tridiagonal {
  /// Reduces `matrix` with one reflection per column.
  init(_ matrix: [Double], order n: Int) {
    order = n
    diagonal = [Double](repeating: 0, count: n)
    coupling = [Double](repeating: 0, count: n)
    reflections = matrix
    rotation = [Double](repeating: 0, count: n * n)
    for i in 0..<n { rotation[i * n + i] = 1 }
    guard n > 1 else {
      diagonal = matrix
      return
    }
    var product = [Double](repeating: 0, count: n)
    for k in 0..<n - 1 { reflect(column: k, product: &product) }
    diagonal[n - 1] = reflections[n * n - 1]
  }
}
