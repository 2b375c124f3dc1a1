import TensorKit

/// A part of a network: its weights, their initial values, and how they are packed for the
/// products.
package protocol Layer: AnyObject {
  /// All weights, in the order of the file.
  var parameters: [Parameter] { get }

  /// Sets the weights to random numbers, as a function of the seed and their names.
  func initialize(seed: UInt64)

  /// Packs the weights for the matrix products.
  ///
  /// Call it after every change of the weights, except one by an optimizer, which packs what it
  /// updates.
  func packWeights(for use: WeightUse, pool: WorkerPool)
}

extension Layer {
  /// No weights.
  package var parameters: [Parameter] { [] }
  /// Nothing to do without weights.
  package func initialize(seed: UInt64) {}
  /// Nothing to do for weights that are read as they are.
  package func packWeights(for use: WeightUse, pool: WorkerPool) {}

  /// The number of weights; allocates nothing for them.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}

/// What weights are packed for.
package enum WeightUse: Sendable {
  /// Forward passes alone.
  case inference
  /// Encoding alone, with the recurrent products of an LSTM in 8 bits; other layers take it for
  /// `inference`.
  case byteEncoding
  /// Forward and backward passes.
  case training
}
