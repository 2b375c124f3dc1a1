import DataStructures
import NeuralLayers
import TensorKit

/// Encoder and latent stage: the part of a model that embeddings need.
///
/// Letters: B sentences, S size of a state, D dimension of a latent.
package final class LatentEncoder: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  package let architecture: Architecture
  package let encoder: any SequenceEncoder
  private let latent: any LatentStage
  /// The final states: [B × S].
  private let states: Matrix
  /// Measures the phases of a training step; nil except in benchmarks.
  package var clock: PhaseClock? {
    didSet { encoder.clock = clock }
  }

  /// The parts of an architecture, which must be valid, with zero weights.
  package init(_ architecture: Architecture, dropout: Float = 0, precision: Precision) {
    self.architecture = architecture
    encoder = architecture.makeEncoder(dropout: dropout, precision: precision)
    latent = architecture.makeLatentStage(precision: precision)
    states = Matrix(rows: 0, columns: architecture.stateSize)
  }

  package var parameters: [Parameter] { encoder.parameters + latent.parameters }

  package func initialize(seed: UInt64) {
    encoder.initialize(seed: seed)
    latent.initialize(seed: seed)
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    encoder.packWeights(for: use, pool: pool)
    latent.packWeights(for: use, pool: pool)
  }

  /// The latents of a batch, in its order: [B × D], valid until the next call.
  package func forward(
    _ sentences: PackedSentences, step: TrainingStep? = nil, pool: WorkerPool
  ) -> Matrix {
    encoder.forward(sentences, step: step, into: states, pool: pool)
    let latents = latent.forward(states, step: step, pool: pool)
    clock?.mark("latent")
    return latents
  }

  /// The distributions of the sentences of the last `forward`; nil unless the latent has them.
  package func posterior(pool: WorkerPool) -> Posterior? {
    latent.posterior(of: states, pool: pool)
  }

  /// Sets all gradients from that of the latents of `forward` [B × D].
  package func backward(
    _ dLatents: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool
  ) {
    let dStates = latent.backward(dLatents, states: states, step: step, pool: pool)
    clock?.mark("latent")
    encoder.backward(dStates, sentences, step: step, pool: pool)
  }

  /// Writes the latent of sentence s to row `rows[s]` of `result` [· × D], for inference.
  package func encode(
    _ sentences: TokenSequences, into result: Matrix, rows: [Int], pool: WorkerPool
  ) {
    states.resize(rows: sentences.count)
    encoder.encode(
      sentences, into: states, rows: Array(0..<sentences.count), pool: pool)
    let latents = latent.forward(states, step: nil, pool: pool)
    for (place, row) in rows.enumerated() { result.copyRow(row, from: latents, place) }
  }
}
