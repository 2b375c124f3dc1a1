import TensorKit

/// The affine map of each component to the numbers that a network learns, and back.
///
/// ```
/// x′ = (x − offset) · factor
/// ```
struct VectorScaling: Sendable {
  /// `[d]`
  let offset: [Float]
  /// `[d]`
  let factor: [Float]

  /// For a squared error: the mean becomes 0, and one factor for all components makes their mean
  /// variance 1, so that the error is that of the vectors up to the factor.
  ///
  /// For cross-entropy: each component fills 0…1.
  init(fitting vectors: Matrix, loss: ReconstructionLoss) {
    let size = vectors.columns
    switch loss {
    case .squaredError:
      let centered = CenteredVectors(vectors)
      let variance = centered.squaredNorm / Double(max(1, vectors.rows * size))
      offset = centered.mean
      factor = Array(
        repeating: variance > 0 ? Float(1 / variance.squareRoot()) : 1, count: size)
    case .crossEntropy:
      var lowest = [Float](repeating: .infinity, count: size)
      var highest = [Float](repeating: -.infinity, count: size)
      for row in 0..<vectors.rows {
        vectors.withRow(row) { values in
          for i in values.indices {
            lowest[i] = min(lowest[i], values[i])
            highest[i] = max(highest[i], values[i])
          }
        }
      }
      offset = lowest
      factor = zip(lowest, highest).map { $1 > $0 ? 1 / ($1 - $0) : 1 }
    }
  }

  init(offset: [Float], factor: [Float]) {
    precondition(offset.count == factor.count, "\(offset.count) offsets, \(factor.count) factors")
    self.offset = offset
    self.factor = factor
  }

  /// Writes x′ for some rows of `vectors` to `result`.
  func apply(to vectors: Matrix, rows: [Int], into result: Matrix, pool: WorkerPool) {
    result.resize(rows: rows.count)
    pool.run(rows.count, grain: 64) { part in
      for row in part {
        vectors.withRow(rows[row]) { x in
          result.withMutableRow(row) { y in
            for i in x.indices { y[i] = (x[i] - offset[i]) * factor[i] }
          }
        }
      }
    }
  }

  /// Replaces every x′ by x.
  func invert(_ values: Matrix, pool: WorkerPool) {
    pool.run(values.rows, grain: 64) { part in
      for row in part {
        values.withMutableRow(row) { y in
          for i in y.indices { y[i] = y[i] / factor[i] + offset[i] }
        }
      }
    }
  }
}
