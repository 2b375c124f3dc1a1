import NeuralLayers
import TensorKit

/// A linear bottleneck of any size, smaller or larger than the state: z = W s + b.
package final class LinearLatent: LatentStage {
  package static let name = "linear"
  package static let canBeNormal = true
  package static let help = "A linear map of the final state; the default with --latent-size."

  private let linear: LinearLayer
  /// [B × D]
  let latents: Matrix
  /// [B × S]
  private let dStates: Matrix

  package init(_ architecture: Architecture, precision: Precision) {
    linear = LinearLayer(
      inputSize: architecture.stateSize, outputSize: architecture.dimension, prefix: "latent",
      precision: precision)
    latents = Matrix(rows: 0, columns: architecture.dimension)
    dStates = Matrix(rows: 0, columns: architecture.stateSize)
  }

  package var parameters: [Parameter] { linear.parameters }
  package func initialize(seed: UInt64) { linear.initialize(seed: seed) }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    linear.packWeights(for: use, pool: pool)
  }

  package func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix {
    linear.forward(states, into: latents, pool: pool)
    return latents
  }

  package func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix {
    linear.backward(dOutput: dLatents, input: states, dInput: dStates, pool: pool)
    return dStates
  }
}
