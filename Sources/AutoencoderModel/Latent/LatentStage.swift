import NeuralLayers
import TensorKit

/// Maps the encoder's states to the latents z, which are the sentence embeddings.
///
/// A kind of latent stage is one conforming type in one file, and one line in ``LatentKinds``.
///
/// Letters: B sentences, S size of a state, D dimension of a latent.
package protocol LatentStage: Layer, PartKind {
  /// Why an architecture cannot have this stage, after its name; nil if it can.
  static func problem(_ architecture: Architecture) -> String?

  /// Whether it gives every sentence a distribution of latents.
  static var hasPosterior: Bool { get }

  /// Whether its latents can look like draws from a normal distribution: numbers without bounds, of
  /// which none is zero for certain.
  static var canBeNormal: Bool { get }

  /// A stage with zero weights; the architecture must name it.
  init(_ architecture: Architecture, precision: Precision)

  /// The latents [B × D] of states [B × S], in memory of the stage or of the states.
  ///
  /// With `step`, a stage with a posterior draws from it; without, the latents are its means.
  func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix

  /// The distributions that the states of the last `forward` were given; nil if the stage has
  /// none.
  func posterior(of states: Matrix, pool: WorkerPool) -> Posterior?

  /// Sets the gradients of the weights, and returns that of the states of `forward`: [B × S].
  ///
  /// What terms of the loss have added to the gradients of the posterior counts too.
  func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix
}

extension LatentStage {
  package static func problem(_ architecture: Architecture) -> String? { nil }
  package static var hasPosterior: Bool { false }
  package static var canBeNormal: Bool { false }
  package func posterior(of states: Matrix, pool: WorkerPool) -> Posterior? { nil }
}
