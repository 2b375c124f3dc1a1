import DataStructures
import NeuralLayers
import TensorKit

/// Reads the tokens of a sentence and returns one state: the first half of an autoencoder.
///
/// A kind of encoder is one conforming type and one line in ``EncoderKinds``. It may use any part
/// of ``Architecture``.
///
/// Letters: B sentences, S size of a state.
package protocol SequenceEncoder: Layer, PartKind {
  /// An encoder without weights; `dropout` is a probability, for training.
  init(_ architecture: Architecture, dropout: Float, precision: Precision)

  /// Why an architecture cannot have this encoder, after its name; nil if it can.
  static func problem(_ architecture: Architecture) -> String?

  /// The size of a state, S.
  static func stateSize(_ architecture: Architecture) -> Int

  /// At least this many floats per token of a training batch stay in memory until the backward
  /// pass.
  static func floatsPerToken(_ architecture: Architecture) -> Int

  /// The vectors of the tokens, which can be initialized with word vectors.
  var embedding: EmbeddingLayer { get }

  /// Measures the phases of a training step; nil except in benchmarks.
  var clock: PhaseClock? { get set }

  /// Writes the state of every sentence of a batch to its row of `states` [B × S].
  ///
  /// With `step`, the call is part of a training step and keeps what the backward pass needs.
  func forward(
    _ sentences: PackedSentences, step: TrainingStep?, into states: Matrix, pool: WorkerPool)

  /// Sets the gradients of all weights from that of the states [B × S], after `forward`.
  func backward(
    _ dStates: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool)

  /// Whether it can read in both directions.
  static var hasDirections: Bool { get }

  /// Whether it can have more than one layer.
  static var hasLayers: Bool { get }

  /// Whether dropout has an effect in an encoder of this shape.
  static func usesDropout(_ architecture: Architecture) -> Bool

  /// Whether it has `initializeAsSum`.
  static var canBeginAsSum: Bool { get }

  /// Sets all weights but the token vectors so that a state is about a linear map of the sum of the
  /// token vectors, which keeps cosines.
  ///
  /// - Returns: the standard deviation that the components of the token vectors should have.
  func initializeAsSum(seed: UInt64) -> Float

  /// Announces sentences that will be encoded, so that work on their tokens can be shared.
  func prepare(for sentences: TokenSequences, pool: WorkerPool)

  /// Writes the state of sentence s to row `rows[s]` of `states` [· × S], for inference.
  ///
  /// Gives the same bits as `forward`, which is the default implementation.
  func encode(_ sentences: TokenSequences, into states: Matrix, rows: [Int], pool: WorkerPool)
}

extension SequenceEncoder {
  package var clock: PhaseClock? {
    get { nil }
    set {}
  }

  package static func problem(_ architecture: Architecture) -> String? { nil }

  package static var hasDirections: Bool { true }
  package static var hasLayers: Bool { true }

  package static func usesDropout(_ architecture: Architecture) -> Bool { false }
  package static var canBeginAsSum: Bool { false }

  package func initializeAsSum(seed: UInt64) -> Float {
    preconditionFailure("the encoder \(Self.name) cannot begin as a sum")
  }

  package func prepare(for sentences: TokenSequences, pool: WorkerPool) {}

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
