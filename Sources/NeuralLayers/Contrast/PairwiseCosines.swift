import TensorKit

/// The cosines of all pairs of the vectors of a batch, and the backward pass.
///
/// 32-bit floats whatever the precision of the model: the products are small, and the cosines
/// exact.
///
/// Letters: n vectors, D components of each.
package final class PairwiseCosines: @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  private let product = Product(.f32)
  private let left: PackedMatrix
  private let right: PackedMatrix
  private let vectors: UnitVectors

  /// Cosines of vectors of `size` components.
  package init(size: Int) {
    left = PackedMatrix(.left, product)
    right = PackedMatrix(.right, product)
    vectors = UnitVectors(size: size)
  }

  /// Writes the cosines of vectors [n × D] to a matrix of n columns: [n × n].
  ///
  /// A zero vector has the cosine 0 with every vector.
  package func write(of input: Matrix, to cosines: Matrix, pool: WorkerPool) {
    vectors.normalize(input, pool)
    cosines.resize(rows: input.rows)
    left.pack(MatrixRegion(vectors.units), pool: pool)
    right.pack(MatrixRegion(vectors.units), transposed: true, pool: pool)
    left.multiply(by: right, into: cosines, pool: pool)
  }

  /// Adds the gradient of the vectors that were written last, given that of their cosines.
  ///
  /// `dCosines` [n × n] is symmetric and covers both sides of each pair, so one matrix serves both.
  func addGradient(of dCosines: Matrix, to dInput: Matrix, pool: WorkerPool) {
    vectors.gradients.resize(rows: dCosines.rows)
    left.pack(MatrixRegion(dCosines), pool: pool)
    right.pack(MatrixRegion(vectors.units), pool: pool)
    left.multiply(by: right, into: vectors.gradients, pool: pool)
    vectors.addGradient(to: dInput, pool)
  }
}
