import TensorKit

/// LSTM layers on top of each other, in one direction or both, with dropout between them.
///
/// As `torch.nn.LSTM` with the same weights. With residual connections, the third layer and those above
/// read the sum of the output and the input of the layer below, so that gradients find a short way down
/// (He et al. 2016; for stacks of LSTM layers Wu et al. 2016). Both directions of a layer read the joined outputs
/// [N × 2H] of the layer below. The backward direction runs over the mirrored sentences.
package final class StackedLSTM: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  package let layers: [[LSTMLayer]]
  package let isBidirectional: Bool
  /// Whether the third layer and those above also read what the layer below has read.
  package let isResidual: Bool

  /// The dropout of the input of each layer, each with masks of its own.
  package let dropouts: [Dropout]
  /// The input of each layer and direction, in its own order; layer 0 forward reads the input
  /// itself.
  let inputs: [[Matrix]]
  /// Gradients of the joined outputs of each layer: [N × directions · H].
  let dOutputs: [Matrix]
  /// Gradients of the outputs and the inputs of each direction, in its own order.
  let dDirections: [Matrix]
  let dInputs: [[Matrix]]

  /// Layers of zero weights; `firstDropout` is the number of the first dropout mask of the stack.
  package init(
    inputSize: Int, hiddenSize: Int, layerCount: Int, isBidirectional: Bool,
    isResidual: Bool = false,
    dropout: Float, firstDropout: Int = 1, prefix: String, precision: Precision
  ) {
    let directions = isBidirectional ? 2 : 1
    self.isBidirectional = isBidirectional
    self.isResidual = isResidual
    layers = (0..<layerCount).map { layer in
      (0..<directions).map { direction in
        LSTMLayer(
          inputSize: layer == 0 ? inputSize : directions * hiddenSize, hiddenSize: hiddenSize,
          prefix: prefix, suffix: "l\(layer)" + (direction == 1 ? "_reverse" : ""),
          precision: precision)
      }
    }
    dropouts = (0..<layerCount).map { Dropout(probability: dropout, layer: $0 + firstDropout) }
    inputs = layers.map { $0.map { Matrix(rows: 0, columns: $0.inputSize) } }
    dInputs = layers.map { $0.map { Matrix(rows: 0, columns: $0.inputSize) } }
    dOutputs = layers.map { _ in Matrix(rows: 0, columns: directions * hiddenSize) }
    dDirections = (0..<directions).map { _ in Matrix(rows: 0, columns: hiddenSize) }
  }

  /// Measures the phases of a step; nil except in benchmarks.
  package var clock: PhaseClock? {
    didSet { for direction in layers.joined() { direction.clock = clock } }
  }

  /// Whether a layer reads the sum of the output and the input of the one below.
  func addsInput(to layer: Int) -> Bool { isResidual && layer > 1 }

  package var parameters: [Parameter] { layers.flatMap { $0.flatMap(\.parameters) } }
  package var hiddenSize: Int { layers[0][0].hiddenSize }
  /// The size of the joined outputs of a layer.
  package var outputSize: Int { layers[0].count * hiddenSize }

  package func initialize(seed: UInt64) {
    for direction in layers.joined() { direction.initialize(seed: seed) }
  }

  /// Begins as a sum of the inputs: see `LSTMLayer.initializeAsSum`. Upper layers pass it on.
  package func initializeAsSum(seed: UInt64) {
    for (number, directions) in layers.enumerated() {
      for direction in directions { direction.initializeAsSum(keepsSum: number == 0, seed: seed) }
    }
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    for direction in layers.joined() { direction.packWeights(for: use, pool: pool) }
  }
}
