import TensorKit

/// Regresses the cosines of all pairs of vectors of a batch on known similarities.
///
/// ```
/// loss = ½ mean over views i, j of one sentence (cos(x_i, x_j) − t_ij)²
///      + ½ mean over all other pairs            (cos(x_i, x_j) − t_ij)²
/// ```
/// for views i and B + i of sentence i. The few pairs of views of one sentence count as much as the
/// many other pairs.
///
/// Letters: n = 2B vectors, D components of each.
package final class SimilarityLoss: @unchecked Sendable {
  /// 32-bit floats whatever the precision of the model: the products are small, and the cosines
  /// exact.
  private let product = Product(.f32)
  private let left: PackedMatrix
  private let right: PackedMatrix
  private let vectors: UnitVectors
  /// Cosines of all pairs, later their gradients: [n × n].
  private var cosines = Matrix(rows: 0, columns: 0)
  private var losses: [Double] = []

  /// A loss over vectors of `size` components.
  package init(size: Int) {
    left = PackedMatrix(.left, product)
    right = PackedMatrix(.right, product)
    vectors = UnitVectors(size: size)
  }

  /// Loss over a batch; with `dInput` also the gradient of `scale` times it, which is added.
  ///
  /// Rows i and B + i of `input` [n × D] are the views of sentence i. `targets` [n × n] is
  /// symmetric, and its diagonal is ignored.
  package func score(
    _ input: Matrix, targets: Matrix, scale: Float = 1, dInput: Matrix?, pool: WorkerPool
  ) -> Double {
    let count = input.rows
    precondition(count % 2 == 0, "\(count) rows are not two views of each sentence")
    precondition(
      targets.rows == count && targets.columns == count,
      "\(targets.rows) × \(targets.columns) similarities of \(count) vectors")
    if count < 2 { return 0 }
    vectors.normalize(input, pool)
    if cosines.columns != count { cosines = Matrix(rows: 0, columns: count) }
    cosines.resize(rows: count)
    left.pack(MatrixRegion(vectors.units), pool: pool)
    right.pack(MatrixRegion(vectors.units), transposed: true, pool: pool)
    left.multiply(by: right, into: cosines, pool: pool)
    let loss = compare(with: targets, scale, pool)
    guard let dInput else { return loss }
    // The gradients of the cosines are symmetric, so one matrix serves both sides of a pair.
    vectors.gradients.resize(rows: count)
    left.pack(MatrixRegion(cosines), pool: pool)
    right.pack(MatrixRegion(vectors.units), pool: pool)
    left.multiply(by: right, into: vectors.gradients, pool: pool)
    vectors.addGradient(to: dInput, pool)
    return loss
  }

  /// Turns cosines into gradients that cover both sides of each pair; returns the loss.
  private func compare(with targets: Matrix, _ scale: Float, _ pool: WorkerPool) -> Double {
    let (cosines, count) = (cosines, targets.rows)
    let ofViews = 0.5 / Float(count)
    let ofOthers = count > 2 ? 0.5 / (Float(count) * Float(count - 2)) : 0
    losses.refill(with: 0, count: count)
    losses.withUnsafeSlots { losses in
      pool.run(count) { row in
        let partner = (row + count / 2) % count
        losses[row] = targets.withRow(row) { targets in
          cosines.withMutableRow(row) { cosines in
            var sum = 0.0
            for column in 0..<count {
              let error = cosines[column] - targets[column]
              let weight = column == partner ? ofViews : column == row ? 0 : ofOthers
              sum += Double(weight * error * error)
              // Twice for the square, and twice because the sum has the pair in both orders.
              cosines[column] = 4 * scale * weight * error
            }
            return sum
          }
        }
      }
    }
    return losses.reduce(0, +)
  }
}
