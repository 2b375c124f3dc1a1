/// The strongest singular values and right singular vectors of a large matrix.
///
/// A random subspace is turned towards the right one by multiplication with AᵀA and
/// orthonormalization, and the small problem inside it is solved exactly (Halko, Martinsson and
/// Tropp, "Finding structure with randomness", 2011, algorithms 4.4 and 5.3, on the side of the
/// columns). It needs the memory of a few matrices `[columns × rank]`, however many rows there are.
/// The result depends on the seed, not on the threads.
public struct RandomizedSVD: Sendable {
  /// The singular values, largest first, `[rank]`.
  public let singularValues: [Double]
  /// The right singular vectors as columns, `[columns × rank]`; zeros beyond the matrix's rank.
  public let rightVectors: Matrix

  /// Decomposes `matrix`.
  ///
  /// - Parameters:
  ///   - matrix: `[rows × columns]`.
  ///   - rank: how many singular values to compute, at most `columns`.
  ///   - oversampling: by how much the subspace exceeds the rank; more is more exact.
  ///   - iterations: how often to multiply; more is more exact where singular values decay slowly.
  ///   - seed: determines the first subspace.
  ///   - pool: the threads to use.
  /// - Throws: `SymmetricEigenError` if an element is not finite.
  public init(
    of matrix: SparseRows, rank: Int, oversampling: Int = 10, iterations: Int = 4,
    seed: UInt64 = 1, pool: WorkerPool
  ) throws(SymmetricEigenError) {
    try self.init(
      columns: matrix.columns, rank: rank, oversampling: oversampling, iterations: iterations,
      seed: seed, pool: pool
    ) { Self.normalProduct(matrix, $0, pool: pool) }
  }

  /// Decomposes a matrix A `[· × columns]` that is known by its product AᵀA B with any B.
  package init(
    columns: Int, rank: Int, oversampling: Int = 10, iterations: Int = 4, seed: UInt64 = 1,
    pool: WorkerPool, normalProduct: (_ basis: Matrix) -> Matrix
  ) throws(SymmetricEigenError) {
    precondition(rank >= 0 && rank <= columns, "rank \(rank) of \(columns) columns")
    let size = min(columns, rank + oversampling)
    var basis = Self.start(rows: columns, columns: size, seed: seed)
    for _ in 0..<max(1, iterations) {
      let turned = normalProduct(basis)
      // Once leaves an error that grows with the square of the condition number; twice, hardly any.
      basis = try Self.orthonormalized(turned, pool: pool)
      basis = try Self.orthonormalized(basis, pool: pool)
    }
    let image = normalProduct(basis)
    let inner = try SymmetricEigen(
      Self.symmetricProduct(basis, image, pool: pool), order: size)
    singularValues = inner.values.prefix(rank).map { max(0, $0).squareRoot() }
    let turn = Matrix(
      rows: rank, columns: size, values: inner.vectors.prefix(rank * size).map { Float($0) })
    rightVectors = Self.product(basis, turn, pool: pool)
  }

  private static func start(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      var random = RandomStream(seed: seed, purpose: .projection, item: UInt64(row))
      matrix.withMutableRow(row) { elements in
        for i in elements.indices { elements[i] = random.normal() }
      }
    }
    return matrix
  }

  /// An orthonormal basis of what the columns of `matrix` span, strongest first, as columns.
  ///
  /// With the eigenvectors U and eigenvalues Λ of YᵀY, the columns of Y U Λ^−½ are orthonormal.
  /// Directions lost in rounding become zeros.
  private static func orthonormalized(
    _ matrix: Matrix, pool: WorkerPool
  ) throws(SymmetricEigenError) -> Matrix {
    let size = matrix.columns
    let eigen = try SymmetricEigen(symmetricProduct(matrix, matrix, pool: pool), order: size)
    let threshold = (eigen.values.first ?? 0) * 1e-12
    var turn: [Float] = []
    turn.reserveCapacity(size * size)
    for (index, value) in eigen.values.enumerated() {
      let scale = value > threshold ? 1 / value.squareRoot() : 0
      for element in eigen.vector(index) { turn.append(Float(element * scale)) }
    }
    return product(matrix, Matrix(rows: size, columns: size, values: turn), pool: pool)
  }

  /// `left` · `rows`ᵀ, `[left.rows × rows.rows]`.
  private static func product(_ left: Matrix, _ rows: Matrix, pool: WorkerPool) -> Matrix {
    let result = Matrix(rows: left.rows, columns: rows.rows)
    let packedRight = PackedMatrix(.right, .f32)
    packedRight.pack(MatrixRegion(rows), transposed: true, pool: pool)
    let packedLeft = PackedMatrix(.left, .f32)
    packedLeft.pack(MatrixRegion(left), pool: pool)
    packedLeft.multiply(by: packedRight, into: result, pool: pool)
    return result
  }
}
