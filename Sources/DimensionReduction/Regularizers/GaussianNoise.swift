import DataStructures
import NeuralLayers
import TensorKit

/// A denoising autoencoder: normal noise is added to what the encoder reads (Vincent et al. 2010).
final class GaussianNoise: RegularizerKind {
  static let name = "gaussian"
  static let parameters = [PartParameter("DEVIATION", 0...1_000)]
  static let help = "Normal noise of this standard deviation on what is encoded."

  private let deviation: Float

  init(_ values: [Double], dimension: Int) { deviation = Float(values[0]) }

  func corrupt(_ input: Matrix, step: TrainingStep, pool: WorkerPool) {
    pool.run(input.rows, grain: 16) { rows in
      for row in rows {
        var random = RandomStream(
          seed: step.seed, purpose: .corruption, step: step.number, item: UInt64(row))
        input.withMutableRow(row) { x in
          for index in x.indices { x[index] += self.deviation * random.normal() }
        }
      }
    }
  }
}
