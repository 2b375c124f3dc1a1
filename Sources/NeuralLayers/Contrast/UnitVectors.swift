import TensorKit

/// Vectors normalized to length 1, for losses of their cosines, and the backward pass.
///
/// Letters: n vectors, D components of each.
final class UnitVectors: @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// The vectors, of length 1: [n × D].
  let units: Matrix
  /// The gradients of `units`, set by the loss: [n × D].
  let gradients: Matrix
  private var inverseLengths: [Float] = []

  init(size: Int) {
    units = Matrix(rows: 0, columns: size)
    gradients = Matrix(rows: 0, columns: size)
  }

  /// Normalizes vectors [n × D]. A zero vector has no direction: it stays zero and gets no
  /// gradient.
  func normalize(_ input: Matrix, _ pool: WorkerPool) {
    units.copy(from: input)
    inverseLengths.refill(with: 0, count: input.rows)
    let units = units
    inverseLengths.withUnsafeSlots { inverse in
      pool.run(input.rows) { row in
        let square = units.withRow(row) { Kernels.sumOfSquares($0) }
        inverse[row] = square > 0 ? 1 / square.squareRoot() : 0
        Kernels.scaleRow(row, of: units, by: inverse[row])
      }
    }
  }

  /// dx += (du − (du · u) u) / |x|: the part that changes the direction of x.
  func addGradient(to dInput: Matrix, _ pool: WorkerPool) {
    let (units, gradients) = (units, gradients)
    pool.run(units.rows) { row in
      let along = units.withRow(row) { unit in
        gradients.withRow(row) { Kernels.dot($0, unit) }
      }
      Kernels.addRow(-along, of: units, row, to: gradients, row)
      Kernels.addRow(self.inverseLengths[row], of: gradients, row, to: dInput, row)
    }
  }
}
