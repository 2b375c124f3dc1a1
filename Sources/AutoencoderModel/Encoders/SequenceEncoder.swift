import DataStructures
import NeuralLayers
import TensorKit

/// Reads the tokens of sentences and ends with one state for each: the first half of an autoencoder.
///
/// A kind of encoder is one type that conforms and one line in ``EncoderKinds``. It may take any part of
/// ``Architecture``. Letters: B sentences, S size of a state.
package protocol SequenceEncoder: Layer, PartKind {
  /// An encoder without weights; `dropout` is a probability, for training.
  init(_ architecture: Architecture, dropout: Float, precision: Precision)

  /// The size of a state, S.
  static func stateSize(_ architecture: Architecture) -> Int

  /// The floats that each token of a training batch leaves until the way back, at least.
  static func floatsPerToken(_ architecture: Architecture) -> Int

  /// The vectors of the tokens, which word vectors may be written to.
  var embedding: EmbeddingLayer { get }

  /// Measures the phases of a training step; nil except in benchmarks.
  var clock: PhaseClock? { get set }

  /// Writes the state of every sentence of a batch to its row of `states` [B × S].
  ///
  /// With `step` it is part of a training step, and keeps what the way back needs.
  func forward(
    _ sentences: PackedSentences, step: TrainingStep?, into states: Matrix, pool: WorkerPool)

  /// Sets the gradients of all weights, from that of the states [B × S], after `forward`.
  func backward(
    _ dStates: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool)

  /// Tells how many tokens are about to be encoded, so that a table that pays only for many can be made.
  func prepare(forTokens count: Int, pool: WorkerPool)

  /// Writes the state of sentence s to row `rows[s]` of `states` [· × S], for inference.
  ///
  /// The same bits as `forward`. Without a faster way of its own, a kind has that of `forward`.
  func encode(_ sentences: TokenSequences, into states: Matrix, rows: [Int], pool: WorkerPool)
}

extension SequenceEncoder {
  package var clock: PhaseClock? {
    get { nil }
    set {}
  }

  package func prepare(forTokens count: Int, pool: WorkerPool) {}

  package func encode(
    _ sentences: TokenSequences, into states: Matrix, rows: [Int], pool: WorkerPool
  ) {
    var packed = PackedSentences()
    packed.update(sentences)
    let found = Matrix(rows: 0, columns: states.columns)
    forward(packed, step: nil, into: found, pool: pool)
    for (place, row) in rows.enumerated() { states.copyRow(row, from: found, place) }
  }
}
