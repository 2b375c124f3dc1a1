import NeuralLayers
import TensorKit

/// A linear latent whose negative numbers are zero: z = max(0, W s + b).
///
/// A unit is silent for a sentence or says how much of it there is. With the objective `sparse`, most
/// units are silent for most sentences: the usual sparse autoencoder (Glorot, Bordes and Bengio 2011,
/// "Deep sparse rectifier neural networks"). An L1 penalty on a linear latent only makes its numbers
/// smaller; here they become exactly zero.
package final class RectifiedLatent: LatentStage {
  package static let name = "rectified"
  package static let help =
    "A linear latent whose negative numbers are zero; with the objective sparse, most are."

  private let linear: LinearLatent

  package init(_ architecture: Architecture, precision: Precision) {
    linear = LinearLatent(architecture, precision: precision)
  }

  package var parameters: [Parameter] { linear.parameters }
  package func initialize(seed: UInt64) { linear.initialize(seed: seed) }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    linear.packWeights(for: use, pool: pool)
  }

  package func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix {
    let latents = linear.forward(states, step: step, pool: pool)
    for row in 0..<latents.rows {
      latents.withMutableRow(row) { values in
        for index in values.indices { values[index] = max(0, values[index]) }
      }
    }
    return latents
  }

  /// A unit that is zero has no gradient.
  package func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix {
    let latents = linear.latents
    for row in 0..<latents.rows {
      latents.withRow(row) { values in
        dLatents.withMutableRow(row) { gradient in
          for index in values.indices where values[index] == 0 { gradient[index] = 0 }
        }
      }
    }
    return linear.backward(dLatents, states: states, step: step, pool: pool)
  }
}
