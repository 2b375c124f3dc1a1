import TensorKit

/// Adds Gaussian noise to rows in training, in proportion to the length of each.
///
/// The standard deviation of the noise on an element is a fraction of the root mean square of its
/// row, so that a network cannot escape it by making its vectors longer. A row and its noisy copy
/// have a cosine of about 1/√(1 + deviation²). Decoders trained on such rows read the surroundings
/// of a vector as they read the vector (Poole, Sohl-Dickstein and Ganguli 2014).
package final class GaussianNoise {
  /// The standard deviation, as a fraction of the root mean square of a row.
  package let deviation: Float
  /// The rows with noise; memory is reused.
  private let noisy: Matrix

  /// Noise for rows of `size` numbers.
  package init(deviation: Float, size: Int) {
    precondition(deviation >= 0, "a deviation of \(deviation)")
    self.deviation = deviation
    noisy = Matrix(rows: 0, columns: size)
  }

  /// The rows with the noise of a training step, [n × size]; the rows themselves without noise.
  ///
  /// The noise is a function of (seed, step, row). It counts as a constant in the backward pass: the
  /// gradient of the result is that of the rows.
  package func forward(_ rows: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix {
    guard deviation > 0, let step else { return rows }
    noisy.resize(rows: rows.rows)
    pool.run(rows.rows, grain: 16) { [noisy, deviation] part in
      for row in part {
        var random = RandomStream(
          seed: step.seed, purpose: .latentNoise, step: step.number, item: UInt64(row))
        noisy.copyRow(row, from: rows, row)
        noisy.withMutableRow(row) { values in
          var squares: Float = 0
          for index in values.indices { squares += values[index] * values[index] }
          let scale = deviation * (squares / Float(values.count)).squareRoot()
          for index in values.indices { values[index] += scale * random.normal() }
        }
      }
    }
    return noisy
  }
}
