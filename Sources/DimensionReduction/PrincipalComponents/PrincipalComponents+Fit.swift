import SentenceEmbedding
import TensorKit

extension PrincipalComponents {
  /// How the directions are found.
  public enum Solver: String, CaseIterable, Codable, Sendable {
    /// From all eigenvectors of the covariance up to 1,024 dimensions, randomized above.
    case auto
    /// From all eigenvectors of the covariance: O(d³).
    case exact
    /// By a randomized decomposition, for vectors of many dimensions: O(n d k) each time it reads
    /// them. Halko, Martinsson and Tropp 2011.
    case randomized
  }

  /// The largest number of dimensions for which `auto` takes all eigenvectors.
  package static let mostExact = 1_024

  /// Fits to the rows of `vectors`, `[n × d]`.
  ///
  /// - Parameters:
  ///   - vectors: at least two, all finite.
  ///   - dimension: how many directions to find, at most d.
  ///   - solver: how to find them.
  ///   - seed: determines the random numbers of the randomized solver.
  ///   - pool: the threads to use; the result does not depend on them.
  /// - Throws: ``ReductionError``.
  public init(
    fitting vectors: Matrix, dimension: Int, solver: Solver = .auto, seed: UInt64 = 1,
    pool: WorkerPool
  ) throws(ReductionError) {
    try Self.check(count: vectors.rows, dimension: dimension, of: vectors.columns)
    try vectors.checkFinite()
    let isExact = solver == .exact || solver == .auto && vectors.columns <= Self.mostExact
    if isExact {
      var moments = MomentAccumulator(dimension: vectors.columns)
      do {
        try moments.add(vectors, pool: pool)
      } catch {
        throw .noDecomposition("\(error)")
      }
      try self.init(moments: moments, dimension: dimension, pool: pool)
    } else {
      try self.init(randomlyFitting: vectors, dimension: dimension, seed: seed, pool: pool)
    }
  }

  /// Fits to vectors whose moments were accumulated batch by batch, in constant memory.
  ///
  /// - Throws: ``ReductionError``.
  public init(
    moments: MomentAccumulator, dimension: Int, pool: WorkerPool
  ) throws(ReductionError) {
    let size = moments.dimension
    try Self.check(count: moments.count, dimension: dimension, of: size)
    let (mean, covariance) = moments.moments(centered: true, pool: pool)
    let eigen: SymmetricEigen
    do {
      eigen = try SymmetricEigen(covariance, order: size)
    } catch {
      throw .noDecomposition("\(error)")
    }
    self.init(
      mean: mean.map { Float($0) },
      components: Matrix(
        rows: dimension, columns: size,
        values: eigen.vectors.prefix(dimension * size).map { Float($0) }),
      variances: eigen.values.prefix(dimension).map { max(0, $0) },
      totalVariance: eigen.values.reduce(0) { $0 + max(0, $1) })
  }

  private init(
    randomlyFitting vectors: Matrix, dimension: Int, seed: UInt64, pool: WorkerPool
  ) throws(ReductionError) {
    let centered = CenteredVectors(vectors)
    let svd: RandomizedSVD
    do {
      svd = try RandomizedSVD(
        columns: vectors.columns, rank: dimension, oversampling: 16, iterations: 5, seed: seed,
        pool: pool
      ) { centered.normalProduct($0, pool: pool) }
    } catch {
      throw .noDecomposition("\(error)")
    }
    let components = Matrix(rows: dimension, columns: vectors.columns)
    for row in 0..<dimension {
      components.withMutableRow(row) { target in
        for column in target.indices { target[column] = svd.rightVectors[column, row] }
      }
    }
    let scale = 1 / Double(vectors.rows)
    self.init(
      mean: centered.mean, components: components,
      variances: svd.singularValues.map { $0 * $0 * scale },
      totalVariance: centered.squaredNorm * scale)
  }

  private static func check(
    count: Int, dimension: Int, of available: Int
  ) throws(ReductionError) {
    guard count >= 2 else { throw .tooFewVectors(found: count, needed: 2) }
    guard dimension >= 1 else {
      throw .invalidSetting("dimension", "must be at least 1, not \(dimension)")
    }
    guard dimension <= available else {
      throw .dimensionTooLarge(requested: dimension, available: available)
    }
  }
}
