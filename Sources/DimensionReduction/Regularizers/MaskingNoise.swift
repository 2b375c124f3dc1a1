import DataStructures
import NeuralLayers
import TensorKit

/// A denoising autoencoder: components of what the encoder reads are zero (Vincent et al. 2008).
final class MaskingNoise: RegularizerKind {
  static let name = "masking"
  static let parameters = [PartParameter("P", 0...1)]
  static let help = "Each component of what is encoded is zero with probability P."

  private let probability: Float

  init(_ values: [Double], dimension: Int) { probability = Float(values[0]) }

  func corrupt(_ input: Matrix, step: TrainingStep, pool: WorkerPool) {
    pool.run(input.rows, grain: 16) { rows in
      for row in rows {
        // Another item than that of the Gaussian noise of the same row.
        var random = RandomStream(
          seed: step.seed, purpose: .corruption, step: step.number, item: UInt64(row) | 1 << 40)
        input.withMutableRow(row) { x in
          for index in x.indices where random.uniform() < self.probability { x[index] = 0 }
        }
      }
    }
  }
}
