import NeuralLayers
import TensorKit

/// Uses the final state of the encoder as the latent.
package final class StateLatent: LatentStage {
  package static let name = "state"
  package static let help = "The final state itself; the default without --latent-size."

  package static func problem(_ architecture: Architecture) -> String? {
    architecture.latentSize == nil ? nil : "has the size of the state; leave out the size"
  }

  package init(_ architecture: Architecture, precision: Precision) {}

  package func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix { states }

  package func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix { dLatents }
}
