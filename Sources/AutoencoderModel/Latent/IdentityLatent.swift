import NeuralLayers
import TensorKit

/// Uses the final state of the encoder as the latent.
package final class IdentityLatent: LatentStage {
  package static func isPart(of architecture: Architecture) -> Bool { true }

  package init(_ architecture: Architecture, precision: Precision) {}

  package func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix { states }

  package func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix { dLatents }
}
