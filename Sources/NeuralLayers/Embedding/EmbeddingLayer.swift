import TensorKit

/// A table of vectors, one row per token: [vocabulary × size], as `torch.nn.Embedding`.
package final class EmbeddingLayer: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// [vocabulary × size]
  package let weight: Parameter

  /// Noise on the vectors in training; nil for none.
  package var noise: GaussianNoise?
  /// The rows of the next `forward` outside of training that get the noise too, always the same.
  package var noisyHeldOutRows: [Int] = []
  private var groups = RowsByToken()

  package var parameters: [Parameter] { [weight] }

  /// A table of zeros, named `prefix`.weight.
  package init(vocabularySize: Int, size: Int, prefix: String) {
    weight = Parameter("\(prefix).weight", rows: vocabularySize, columns: size)
  }

  /// The standard deviation of initial weights.
  package static let initialDeviation: Float = 1

  /// Uniform, of variance 1 as in torch: with distinct words from the start, training is faster.
  package func initialize(seed: UInt64) {
    weight.initialize(uniform: Float(3).squareRoot() * Self.initialDeviation, seed: seed)
  }

  /// Writes the vector of every token to a row of `output` [tokens.count × size], with the noise of
  /// a training step if there is any, or of `noisyHeldOutRows`.
  package func forward(
    _ tokens: [UInt32], step: TrainingStep? = nil, into output: Matrix, pool: WorkerPool
  ) {
    output.resize(rows: tokens.count)
    let vectors = weight.value(rows: tokens)
    pool.run(tokens.count, grain: 128) { rows in
      for row in rows { output.copyRow(row, from: vectors, Int(tokens[row])) }
    }
    if let step {
      noise?.add(to: output, step: step, pool: pool)
    } else if !noisyHeldOutRows.isEmpty {
      noise?.add(
        to: output, only: noisyHeldOutRows, step: TrainingStep(seed: 0, number: 0), pool: pool)
    }
  }

  /// Sums the gradient of every token that occurs, in the order of the rows.
  ///
  /// Afterwards `weight.gradient` has a row for each of `weight.touchedRows` and no other rows.
  package func backward(dOutput: Matrix, tokens: [UInt32], pool: WorkerPool) {
    precondition(dOutput.rows == tokens.count, "\(dOutput.rows) rows, \(tokens.count) tokens")
    // Releases the list of rows first, so that its memory can be reused without a copy.
    weight.touchedRows = nil
    groups.update(tokens)
    weight.touchedRows = groups.tokens
    let gradient = weight.gradient
    gradient.resize(rows: groups.tokens.count)
    pool.run(gradient.rows, grain: 64) { targets in
      for target in targets {
        gradient.clearRow(target)
        self.groups.forEachRow(ofTokenAt: target) {
          Kernels.addRow(of: dOutput, $0, to: gradient, target)
        }
      }
    }
  }
}
