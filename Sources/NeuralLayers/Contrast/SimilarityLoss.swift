import TensorKit

/// Regresses the cosines of all pairs of vectors of a batch on known similarities.
///
/// ```
/// loss = ½ mean over views i, j of one sentence (cos(x_i, x_j) − t_ij)²
///      + ½ mean over all other pairs            (cos(x_i, x_j) − t_ij)²
/// ```
/// for views i and B + i of sentence i. The few pairs of views of one sentence count as much as the
/// many other pairs. With one view of each sentence, the loss is the mean over all pairs.
///
/// Letters: n vectors, views of B sentences; D components of each.
package final class SimilarityLoss: @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  private let pairs: PairwiseCosines
  private let viewCount: Int
  /// Cosines of all pairs, later their gradients: [n × n].
  private var cosines = Matrix(rows: 0, columns: 0)
  private var losses: [Double] = []

  /// A loss over vectors of `size` components, one or two views of each sentence.
  package init(size: Int, views: Int = 2) {
    precondition((1...2).contains(views), "\(views) views of each sentence")
    pairs = PairwiseCosines(size: size)
    viewCount = views
  }

  /// Loss over a batch; with `dInput` also the gradient of `scale` times it, which is added.
  ///
  /// With two views, rows i and B + i of `input` [n × D] are those of sentence i. `targets`
  /// [n × n] is symmetric, and its diagonal is ignored. `dInput` has n rows or more.
  package func score(
    _ input: Matrix, targets: Matrix, scale: Float = 1, dInput: Matrix?, pool: WorkerPool
  ) -> Double {
    let count = input.rows
    precondition(
      count % viewCount == 0, "\(count) rows are not \(viewCount) views of each sentence")
    precondition(
      targets.rows == count && targets.columns == count,
      "\(targets.rows) × \(targets.columns) similarities of \(count) vectors")
    if count < 2 { return 0 }
    if cosines.columns != count { cosines = Matrix(rows: 0, columns: count) }
    pairs.write(of: input, to: cosines, pool: pool)
    let loss = compare(with: targets, scale, pool)
    guard let dInput else { return loss }
    pairs.addGradient(of: cosines, to: dInput, pool: pool)
    return loss
  }

  /// Turns cosines into gradients that cover both sides of each pair; returns the loss.
  private func compare(with targets: Matrix, _ scale: Float, _ pool: WorkerPool) -> Double {
    let (cosines, count) = (cosines, targets.rows)
    let hasPartners = viewCount == 2
    let ofViews = 0.5 / Float(count)
    let ofOthers: Float =
      if hasPartners {
        count > 2 ? 0.5 / (Float(count) * Float(count - 2)) : 0
      } else {
        1 / (Float(count) * Float(count - 1))
      }
    losses.refill(with: 0, count: count)
    losses.withUnsafeSlots { losses in
      pool.run(count) { row in
        let partner = hasPartners ? (row + count / 2) % count : row
        losses[row] = targets.withRow(row) { targets in
          cosines.withMutableRow(row) { cosines in
            var sum = 0.0
            for column in 0..<count {
              let error = cosines[column] - targets[column]
              let weight = column == row ? 0 : column == partner ? ofViews : ofOthers
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
