import TensorKit

extension PostProcessing {
  /// A direction counts as constant if its variance is below this fraction of the largest.
  private static var rankThreshold: Double { 1e-9 }

  /// Fits `recipe` to the rows of `vectors`.
  ///
  /// - Throws: `PostProcessingError`, or `SymmetricEigenError`.
  public init(
    fitting vectors: Matrix, recipe: PostProcessingRecipe, pool: WorkerPool = WorkerPool(threads: 1)
  ) throws {
    var moments = MomentAccumulator(dimension: vectors.columns)
    try moments.add(vectors, pool: pool)
    try self.init(moments: moments, recipe: recipe, pool: pool)
  }

  /// Fits `recipe` to vectors that were accumulated batch by batch.
  ///
  /// - Throws: `PostProcessingError`, or `SymmetricEigenError`.
  public init(
    moments: MomentAccumulator, recipe: PostProcessingRecipe,
    pool: WorkerPool = WorkerPool(threads: 1)
  ) throws {
    let dimension = moments.dimension
    let whitened = recipe.whiten ?? 0
    precondition(recipe.remove >= 0 && whitened >= 0, "\(recipe) has a negative count")
    guard moments.count > 0 else { throw PostProcessingError.noVectors }
    guard recipe.remove + whitened <= dimension else {
      throw PostProcessingError.tooManyComponents(
        requested: recipe.remove + whitened, dimension: dimension)
    }
    let (mean, second) = moments.moments(centered: recipe.center, pool: pool)
    var removed = Matrix(rows: 0, columns: dimension)
    var whitening = Matrix(rows: 0, columns: dimension)
    if recipe.remove + whitened > 0 {
      let eigen = try SymmetricEigen(second, order: dimension)
      if whitened > 0 {
        let scales = try Self.scales(eigen, recipe: recipe, vectors: moments.count)
        whitening = Self.rows(of: eigen, from: recipe.remove, scales: scales)
      } else {
        removed = Self.rows(of: eigen, from: 0, scales: Array(repeating: 1, count: recipe.remove))
      }
    }
    self.init(
      recipe: recipe, dimension: dimension, mean: recipe.center ? mean.map { Float($0) } : [],
      removed: removed, whitening: whitening)
  }

  /// The reciprocal standard deviation of each component that is kept.
  private static func scales(
    _ eigen: SymmetricEigen, recipe: PostProcessingRecipe, vectors: Int
  ) throws(PostProcessingError) -> [Double] {
    let kept = recipe.remove..<recipe.remove + (recipe.whiten ?? 0)
    let threshold = (eigen.values.first ?? 0) * rankThreshold
    let rank = eigen.values.prefix { $0 > threshold && $0 > 0 }.count
    guard kept.upperBound <= rank else {
      throw .rankTooLow(requested: kept.upperBound, rank: rank, vectors: vectors)
    }
    return eigen.values[kept].map { 1 / $0.squareRoot() }
  }

  /// Eigenvectors from `first` on, each times its scale, `[scales × dimension]`.
  private static func rows(of eigen: SymmetricEigen, from first: Int, scales: [Double]) -> Matrix {
    let values = scales.indices.flatMap { index in
      eigen.vector(first + index).map { Float($0 * scales[index]) }
    }
    return Matrix(rows: scales.count, columns: eigen.values.count, values: values)
  }
}
