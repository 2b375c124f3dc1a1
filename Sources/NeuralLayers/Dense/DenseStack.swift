import TensorKit

/// Dense layers one after the other: a multilayer perceptron.
///
/// ```swift
/// let stack = DenseStack(
///   sizes: [300, 128, 32], hidden: .relu, last: .linear, prefix: "encoder", precision: .f32)
/// ```
package final class DenseStack: Layer {
  /// The layers, from the input on.
  package let layers: [DenseLayer]
  /// The outputs of all layers but the last, for the backward pass: [n × out] each.
  private let outputs: [Matrix]
  /// Their gradients.
  private let dOutputs: [Matrix]

  /// Layers of zero weights named `prefix`.0, `prefix`.1 and so on.
  ///
  /// `sizes` are those of the input and of the output of each layer. All layers but the last have
  /// the activation `hidden`.
  package init(
    sizes: [Int], hidden: Activation, last: Activation, prefix: String, precision: Precision = .f32
  ) {
    precondition(sizes.count >= 2, "a stack of \(sizes.count - 1) layers")
    layers = (0..<sizes.count - 1).map { index in
      DenseLayer(
        inputSize: sizes[index], outputSize: sizes[index + 1],
        activation: index == sizes.count - 2 ? last : hidden, prefix: "\(prefix).\(index)",
        precision: precision)
    }
    outputs = sizes[1..<sizes.count - 1].map { Matrix(rows: 0, columns: $0) }
    dOutputs = sizes[1..<sizes.count - 1].map { Matrix(rows: 0, columns: $0) }
  }

  package var parameters: [Parameter] { layers.flatMap(\.parameters) }
  package var inputSize: Int { layers[0].inputSize }
  package var outputSize: Int { layers[layers.count - 1].outputSize }

  package func initialize(seed: UInt64) {
    for layer in layers { layer.initialize(seed: seed) }
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    for layer in layers { layer.packWeights(for: use, pool: pool) }
  }

  /// Writes what comes out for every row of `input` [n × in] to `output` [n × out].
  package func forward(_ input: Matrix, into output: Matrix, pool: WorkerPool) {
    for index in layers.indices {
      layers[index].forward(
        index == 0 ? input : outputs[index - 1],
        into: index == layers.count - 1 ? output : outputs[index], pool: pool)
    }
  }

  /// Gradients of all weights, and of the input unless `dInput` is nil.
  ///
  /// `input` and `output` are those of the last forward pass. `dOutput` [n × out] is overwritten.
  /// `contraction` is the weight of a penalty of the derivatives; see `DenseStack+Contraction.swift`.
  package func backward(
    dOutput: Matrix, output: Matrix, input: Matrix, dInput: Matrix?, contraction: Float = 0,
    pool: WorkerPool
  ) {
    let last = layers.count - 1
    for index in layers.indices.reversed() {
      layers[index].backward(
        dOutput: index == last ? dOutput : dOutputs[index],
        output: index == last ? output : outputs[index],
        input: index == 0 ? input : outputs[index - 1],
        dInput: index == 0 ? dInput : dOutputs[index - 1], contraction: contraction, pool: pool)
    }
  }

  /// What the last forward pass gave in layer `index`; `last` if that is the last one.
  func output(of index: Int, last: Matrix) -> Matrix {
    index == layers.count - 1 ? last : outputs[index]
  }
}
