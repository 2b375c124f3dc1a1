import TensorKit

/// The distributions that a variational stage gives sentences: Gaussians with diagonal covariances.
///
/// Letters: B sentences, D dimension of a latent.
package final class Posterior {
  /// [B × D]
  package let means: Matrix
  /// The logarithms of the variances: [B × D].
  package let logVariances: Matrix
  /// The gradient of `means`, to which terms of the loss add [B × D]; zero after a forward pass.
  package let dMeans: Matrix
  /// The gradient of `logVariances`, likewise.
  package let dLogVariances: Matrix

  package init(dimension: Int) {
    means = Matrix(rows: 0, columns: dimension)
    logVariances = Matrix(rows: 0, columns: dimension)
    dMeans = Matrix(rows: 0, columns: dimension)
    dLogVariances = Matrix(rows: 0, columns: dimension)
  }

  /// Sets the gradients of `rows` sentences to zero.
  func clearGradients(rows: Int) {
    for gradient in [dMeans, dLogVariances] {
      gradient.resize(rows: rows)
      gradient.fill(0)
    }
  }
}
