import TensorKit

/// Adds Gaussian noise to rows in training, in proportion to the length of each.
///
/// The standard deviation of the noise on an element is a fraction of the root mean square of its
/// row, so that a network cannot escape it by making its vectors longer. A row and its noisy copy
/// have a cosine of about 1/√(1 + deviation²). Decoders trained on such rows read the surroundings
/// of a vector as they read the vector (Poole, Sohl-Dickstein and Ganguli 2014).
package struct GaussianNoise: Sendable {
  /// The standard deviation, as a fraction of the root mean square of a row.
  package let deviation: Float
  /// Tells the noise on several layers apart.
  private let purpose: RandomPurpose

  package init(deviation: Float, purpose: RandomPurpose) {
    precondition(deviation >= 0, "a deviation of \(deviation)")
    (self.deviation, self.purpose) = (deviation, purpose)
  }

  /// Adds the noise of a training step to every row, or to some of them: [n × size].
  ///
  /// The noise is a function of (seed, step, row). It counts as a constant in the backward pass: the
  /// gradient of a noisy row is that of the row.
  package func add(
    to rows: Matrix, only some: [Int]? = nil, step: TrainingStep, pool: WorkerPool
  ) {
    if deviation == 0 { return }
    pool.run(some?.count ?? rows.rows, grain: 16) { part in
      for number in part {
        let row = some?[number] ?? number
        var random = RandomStream(
          seed: step.seed, purpose: purpose, step: step.number, item: UInt64(row))
        rows.withMutableRow(row) { values in
          var squares: Float = 0
          for index in values.indices { squares += values[index] * values[index] }
          let scale = deviation * (squares / Float(values.count)).squareRoot()
          for index in values.indices { values[index] += scale * random.normal() }
        }
      }
    }
  }
}
