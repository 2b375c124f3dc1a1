import NeuralLayers
import TensorKit

/// Maps the encoder's states to the latents z, which are the sentence embeddings.
///
/// Letters: B sentences, S size of a state, D dimension of a latent.
package protocol LatentStage: Layer, SendableMetatype {
  /// Whether an architecture uses this stage.
  static func isPart(of architecture: Architecture) -> Bool

  /// A stage with zero weights; the architecture must use it.
  init(_ architecture: Architecture, precision: Precision)

  /// The latents [B × D] of states [B × S], in memory of the stage or of the states.
  func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix

  /// Sets the gradients of the weights, and returns that of the states of `forward`: [B × S].
  func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix
}

/// All kinds of latent stages.
package enum LatentKinds {
  /// The first that an architecture uses is taken. Add a new kind before the last.
  package static let all: [any LatentStage.Type] = [LinearLatent.self, IdentityLatent.self]
}

extension Architecture {
  /// The latent stage of this shape.
  package func makeLatentStage(precision: Precision) -> any LatentStage {
    let kind = LatentKinds.all.first { $0.isPart(of: self) } ?? IdentityLatent.self
    return kind.init(self, precision: precision)
  }
}
