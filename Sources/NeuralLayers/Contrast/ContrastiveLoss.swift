import TensorKit

/// Identifies the other view of a sentence among the views of all sentences in the batch, by
/// cosine.
///
/// ```
/// loss = −1/2B Σ_i ( log softmax_j(cos(u_i, v_j) / τ)[i] + log softmax_j(cos(v_i, u_j) / τ)[i] )
/// ```
/// for views u_i and v_i of sentence i: InfoNCE in both directions (van den Oord, Li and Vinyals
/// 2018), with the temperature of SimCSE (Gao, Yao and Chen 2021).
///
/// Letters: B sentences, D size of a vector.
package final class ContrastiveLoss: @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// τ
  package let temperature: Float

  /// The loss over a batch.
  package struct Score: Sendable, Equatable {
    /// Σ over sentences, the mean of both directions, in nats.
    package var loss = 0.0
    package var sentences = 0

    package init() {}
  }

  /// 32-bit floats whatever the precision of the model: the products are small, and an error of a
  /// cosine counts 1/τ times.
  private let product = Product(.f32)
  private let left: PackedMatrix
  private let right: PackedMatrix
  /// The vectors normalized to length 1, and their gradients: [2B × D].
  private let vectors: UnitVectors
  /// cos / τ of every u with every v, then of every v with every u; later their gradients: [2B ×
  /// B].
  private var similarities = Matrix(rows: 0, columns: 0)
  private var losses: [Double] = []

  /// A loss over vectors of `size` components.
  package init(size: Int, temperature: Float) {
    self.temperature = temperature
    left = PackedMatrix(.left, product)
    right = PackedMatrix(.right, product)
    vectors = UnitVectors(size: size)
  }

  /// Loss over a batch; with `dInput` also the gradient of `scale` times its mean, which is added
  /// to it.
  ///
  /// Rows i and B + i of `input` [2B × D] are the views of sentence i.
  package func score(
    _ input: Matrix, scale: Float = 1, dInput: Matrix?, pool: WorkerPool
  ) -> Score {
    precondition(input.rows % 2 == 0, "\(input.rows) rows are not two views of each sentence")
    var score = Score()
    score.sentences = input.rows / 2
    if score.sentences == 0 { return score }
    vectors.normalize(input, pool)
    compare(pool)
    score.loss = gradientOfSimilarities(scale / Float(input.rows), pool) / 2
    guard let dInput else { return score }
    gradientOfUnits(pool)
    vectors.addGradient(to: dInput, pool)
    return score
  }

  private var count: Int { vectors.units.rows / 2 }
  private var firstViews: MatrixRegion { MatrixRegion(vectors.units, rows: 0..<count) }
  private var secondViews: MatrixRegion { MatrixRegion(vectors.units, rows: count..<2 * count) }

  private func compare(_ pool: WorkerPool) {
    if similarities.columns != count { similarities = Matrix(rows: 0, columns: count) }
    similarities.resize(rows: 2 * count)
    for (views, others, row) in [(firstViews, secondViews, 0), (secondViews, firstViews, count)] {
      left.pack(views, pool: pool)
      right.pack(others, transposed: true, pool: pool)
      left.multiply(by: right, into: similarities, firstRow: row, pool: pool)
    }
  }

  /// Turns cosines into their gradients; returns the sum of the losses of all rows.
  private func gradientOfSimilarities(_ scale: Float, _ pool: WorkerPool) -> Double {
    losses.refill(with: 0, count: 2 * count)
    let (similarities, count) = (similarities, count)
    losses.withUnsafeSlots { losses in
      pool.run(2 * count) { row in
        Kernels.scaleRow(row, of: similarities, by: 1 / self.temperature)
        let target = UInt32(row % count)
        losses[row] = Double(
          Kernels.softmaxCrossEntropy(
            similarities, row: row, target: target, gradientScale: scale / self.temperature
          ).loss)
      }
    }
    return losses.reduce(0, +)
  }

  /// With G and H the upper and lower half of the gradients: dU = (G + Hᵀ) V and dV = (H + Gᵀ) U.
  private func gradientOfUnits(_ pool: WorkerPool) {
    let dUnits = vectors.gradients
    dUnits.resize(rows: 2 * count)
    let upper = MatrixRegion(similarities, rows: 0..<count)
    let lower = MatrixRegion(similarities, rows: count..<2 * count)
    for (own, theirs, others, row) in [
      (upper, lower, secondViews, 0), (lower, upper, firstViews, count),
    ] {
      right.pack(others, pool: pool)
      left.pack(own, pool: pool)
      left.multiply(by: right, into: dUnits, firstRow: row, pool: pool)
      left.pack(theirs, transposed: true, pool: pool)
      left.multiply(by: right, into: dUnits, firstRow: row, accumulate: true, pool: pool)
    }
  }
}
