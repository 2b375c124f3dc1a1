import TensorKit

/// Sets each element to zero with probability p and scales the others by 1/(1 − p).
///
/// Srivastava et al. 2014. The mask is a function of (seed, step, layer, row), so the backward pass
/// draws it again instead of storing it.
package struct Dropout: Sendable {
  /// p, in 0 ..< 1.
  package let probability: Float
  /// Tells the masks of several layers apart.
  package let layer: Int

  package init(probability: Float, layer: Int) {
    precondition(probability >= 0 && probability < 1, "a dropout of \(probability)")
    self.probability = probability
    self.layer = layer
  }

  /// Applies the mask of a training step in place, to activations or to their gradients: [n ×
  /// size].
  package func apply(to rows: Matrix, seed: UInt64, step: UInt64, pool: WorkerPool) {
    if probability == 0 { return }
    let keep = 1 / (1 - probability)
    // Drop if a 16-bit number is below this; each random word gives two numbers.
    let threshold = UInt32((probability * 65_536).rounded())
    pool.run(rows.rows, grain: 16) { part in
      for row in part {
        var random = RandomStream(
          seed: seed, purpose: .dropout, step: step, item: UInt64(layer) << 32 | UInt64(row))
        rows.withMutableRow(row) { values in
          var word: UInt32 = 0
          for index in values.indices {
            word = index % 2 == 0 ? random.word() : word >> 16
            values[index] *= word & 0xFFFF < threshold ? 0 : keep
          }
        }
      }
    }
  }
}
