import TensorKit

/// Principal component analysis: the directions in which vectors vary most (Hotelling 1933).
///
/// ```
/// code = W (x − mean)        x̂ = Wᵀ code + mean        W [k × d] with orthonormal rows
/// ```
/// No other linear map to k components leaves a smaller squared error.
public struct PrincipalComponents: VectorReducer {
  /// The mean of the vectors, `[inputDimension]`.
  public let mean: [Float]
  /// The directions as rows, strongest first, orthonormal: `[dimension × inputDimension]`.
  public let components: Matrix
  /// The variance along each direction, largest first, `[dimension]`.
  public let variances: [Double]
  /// The variance in all directions together.
  public let totalVariance: Double

  init(mean: [Float], components: Matrix, variances: [Double], totalVariance: Double) {
    precondition(
      components.columns == mean.count && components.rows == variances.count,
      "\(components.rows) × \(components.columns) for \(mean.count) and \(variances.count)")
    self.mean = mean
    self.components = components
    self.variances = variances
    self.totalVariance = totalVariance
  }

  /// Components of the vectors to which it was fitted.
  public var inputDimension: Int { mean.count }
  /// Components of a code.
  public var dimension: Int { components.rows }

  /// The share of the variance that the codes keep, 0 to 1.
  public var explainedVariance: Double {
    totalVariance > 0 ? min(1, variances.reduce(0, +) / totalVariance) : 1
  }

  /// The strongest `count` of the directions alone.
  public func prefix(_ count: Int) -> PrincipalComponents {
    precondition((0...dimension).contains(count), "\(count) of \(dimension) directions")
    return PrincipalComponents(
      mean: mean, components: components.rows(at: 0..<count),
      variances: Array(variances.prefix(count)), totalVariance: totalVariance)
  }

  /// The codes of vectors `[n × inputDimension]`: `[n × dimension]`.
  public func reduce(_ vectors: Matrix, pool: WorkerPool) throws(ReductionError) -> Matrix {
    try vectors.checkColumns(inputDimension)
    let codes = Matrix(rows: vectors.rows, columns: dimension)
    let (left, right) = (PackedMatrix(.left, .f32), PackedMatrix(.right, .f32))
    right.pack(MatrixRegion(components), transposed: true, pool: pool)
    let centered = Matrix(rows: 0, columns: inputDimension)
    for rows in Self.blocks(vectors.rows) {
      centered.copyRows(rows, of: vectors)
      add(-1, to: centered, pool)
      left.pack(MatrixRegion(centered), pool: pool)
      left.multiply(by: right, into: codes, firstRow: rows.lowerBound, pool: pool)
    }
    return codes
  }

  /// The vectors that codes `[n × dimension]` stand for: `[n × inputDimension]`.
  public func restore(_ codes: Matrix, pool: WorkerPool) throws(ReductionError) -> Matrix {
    try codes.checkColumns(dimension)
    let vectors = Matrix(rows: codes.rows, columns: inputDimension)
    let (left, right) = (PackedMatrix(.left, .f32), PackedMatrix(.right, .f32))
    right.pack(MatrixRegion(components), pool: pool)
    left.pack(MatrixRegion(codes), pool: pool)
    left.multiply(by: right, into: vectors, pool: pool)
    add(1, to: vectors, pool)
    return vectors
  }

  /// Adds the mean, times `factor`, to every row.
  private func add(_ factor: Float, to rows: Matrix, _ pool: WorkerPool) {
    pool.run(rows.rows, grain: 64) { part in
      for row in part { rows.withMutableRow(row) { Kernels.axpy(factor, mean.span, &$0) } }
    }
  }

  private static func blocks(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: 4_096).map { $0..<min(count, $0 + 4_096) }
  }
}

extension Matrix {
  /// Becomes a copy of some rows of a matrix with as many columns.
  func copyRows(_ range: Range<Int>, of source: Matrix) {
    resize(rows: range.count)
    for (to, from) in range.enumerated() { copyRow(to, from: source, from) }
  }
}
