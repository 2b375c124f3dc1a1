import TensorKit

/// A fitted change to vectors that makes their cosines more telling: centering, removal, whitening.
///
/// Vectors of sentences share directions that say nothing about meaning. Without the strongest of
/// them (Arora, Liang and Ma 2017; Mu and Viswanath 2018), or with the rest scaled to unit variance
/// (Su, Cao, Liu and Ou 2021), unrelated sentences no longer look similar.
///
/// ```swift
/// let fitted = try PostProcessing(fitting: vectors, recipe: .init(center: true, remove: 5))
/// let changed = try fitted.applied(to: vectors)
/// ```
///
/// The components are eigenvectors of the covariance if the recipe centers, else of the second
/// moments about zero: the singular vectors of the uncentered matrix.
public struct PostProcessing: Sendable {
  /// What to do to vectors.
  public let recipe: PostProcessingRecipe
  /// Components of the vectors to which it was fitted.
  public let dimension: Int
  /// What is subtracted first, `[dimension]`; empty if the recipe does not center.
  let mean: [Float]
  /// The directions removed, `[recipe.remove × dimension]`, orthonormal; no rows if whitening.
  package let removed: Matrix
  /// The rows whose inner products with a centered vector are its whitened components.
  ///
  /// `[recipe.whiten × dimension]`; no rows without whitening.
  let whitening: Matrix

  init(
    recipe: PostProcessingRecipe, dimension: Int, mean: [Float], removed: Matrix, whitening: Matrix
  ) {
    self.recipe = recipe
    self.dimension = dimension
    self.mean = mean
    self.removed = removed
    self.whitening = whitening
  }

  /// Components of the changed vectors.
  public var outputDimension: Int { recipe.whiten ?? dimension }

  /// The changed `vectors`, `[rows × outputDimension]`; a row depends on its own vector only.
  ///
  /// - Throws: `PostProcessingError.mismatchedDimension` for vectors of another length.
  public func applied(
    to vectors: Matrix, pool: WorkerPool? = nil
  ) throws(PostProcessingError) -> Matrix {
    guard vectors.columns == dimension else {
      throw .mismatchedDimension(expected: dimension, found: vectors.columns)
    }
    let result = Matrix(rows: vectors.rows, columns: outputDimension)
    if let pool {
      pool.run(vectors.rows, grain: 64) { rows in
        for row in rows { change(row, of: vectors, into: result) }
      }
    } else {
      for row in 0..<vectors.rows { change(row, of: vectors, into: result) }
    }
    return result
  }

  private func change(_ row: Int, of vectors: Matrix, into result: Matrix) {
    var vector = vectors.row(row)
    var span = vector.mutableSpan
    if !mean.isEmpty { Kernels.axpy(-1, mean.span, &span) }
    for component in 0..<removed.rows {
      removed.withRow(component) { direction in
        Kernels.axpy(-Kernels.dot(direction, span.span), direction, &span)
      }
    }
    result.withMutableRow(row) { output in
      if whitening.rows > 0 {
        for component in 0..<whitening.rows {
          output[component] = whitening.withRow(component) { Kernels.dot($0, span.span) }
        }
      } else {
        for i in span.indices { output[i] = span[i] }
      }
    }
  }
}
