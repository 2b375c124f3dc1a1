import TensorKit

/// One layer of a long short-term memory, in one direction, over a batch without padding.
///
/// ```
/// i, f, o = σ(W x + U h' + b)     g = tanh(W x + U h' + b)
/// c = f c' + i g                  h = o tanh(c)
/// ```
/// Hochreiter and Schmidhuber 1997 with the forget gate of Gers, Schmidhuber and Cummins 2000.
/// Names, shapes and the order of the gates (i, f, g, o) are those of `torch.nn.LSTM`.
///
/// Letters: N tokens of the batch, B sentences, E input size, H hidden size.
package final class LSTMLayer: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  package let inputSize: Int
  package let hiddenSize: Int
  /// [4H × E]
  package let inputWeight: Parameter
  /// [4H × H]
  package let hiddenWeight: Parameter
  /// [4H], added to `hiddenBias`; there are two biases, as in torch.
  package let inputBias: Parameter
  package let hiddenBias: Parameter

  /// The outputs h of every token: [N × H], from the last forward pass.
  package let output: Matrix

  let product: Product
  let weights: PackedWeights
  let workspace: Workspace
  /// Measures the phases of a step; nil except in benchmarks.
  package var clock: PhaseClock?

  /// A layer of zero weights; `suffix` is as in torch: "l0", "l1_reverse".
  package init(
    inputSize: Int, hiddenSize: Int, prefix: String, suffix: String, precision: Precision
  ) {
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    let gates = 4 * hiddenSize
    inputWeight = Parameter("\(prefix).weight_ih_\(suffix)", rows: gates, columns: inputSize)
    hiddenWeight = Parameter("\(prefix).weight_hh_\(suffix)", rows: gates, columns: hiddenSize)
    inputBias = Parameter("\(prefix).bias_ih_\(suffix)", bias: gates)
    hiddenBias = Parameter("\(prefix).bias_hh_\(suffix)", bias: gates)
    output = Matrix(rows: 0, columns: hiddenSize)
    product = Product(precision)
    weights = PackedWeights(product, inputSize: inputSize, hiddenSize: hiddenSize)
    workspace = Workspace(hiddenSize: hiddenSize, product: product)
  }

  package var parameters: [Parameter] { [inputWeight, hiddenWeight, inputBias, hiddenBias] }

  /// Uniform weights of variance 1/inputs (LeCun, Bottou, Orr and Müller 1998), so that the input
  /// keeps its size from step to step.
  ///
  /// That is three times the variance of torch, with which an autoencoder takes several times as
  /// long to learn to use its latent. The forget gate starts open, with a bias of 1 (Jozefowicz,
  /// Zaremba and Sutskever 2015).
  package func initialize(seed: UInt64) {
    inputWeight.initialize(uniform: (3 / Float(inputSize)).squareRoot(), seed: seed)
    hiddenWeight.initialize(uniform: (3 / Float(hiddenSize)).squareRoot(), seed: seed)
    for unit in 0..<hiddenSize { inputBias.value[0, hiddenSize + unit] = 1 }
  }

  /// Rows of the gates of one kind: 0 input, 1 forget, 2 cell, 3 output.
  func gateRows(_ gate: Int) -> Range<Int> {
    gate * hiddenSize..<(gate + 1) * hiddenSize
  }
}

extension LSTMLayer {
  /// The weights in the order in which products read them; packed once for many time steps.
  final class PackedWeights {
    /// (W | U)ᵀ, one matrix per gate: depth E padded, then H; H columns.
    let joined: [PackedMatrix]
    /// Where U begins in the depth of `joined`.
    let hiddenOffset: Int
    /// W, for the gradient of the input: depth four times H padded, E columns.
    let inputBack: PackedMatrix
    /// U, for the gradient of h': depth four times H padded, H columns.
    let recurrentBack: PackedMatrix
    /// b as one row: [1 × 4H].
    let bias: Matrix
    /// U in 8 bits, which `joined` then lacks; nil unless packed for that.
    var bytes: ByteOperands?

    init(_ product: Product, inputSize: Int, hiddenSize: Int) {
      bias = Matrix(rows: 1, columns: 4 * hiddenSize)
      joined = (0..<4).map { _ in PackedMatrix(.right, product) }
      hiddenOffset = product.paddedDepth(inputSize)
      inputBack = PackedMatrix(.right, product)
      recurrentBack = PackedMatrix(.right, product)
    }
  }

  /// What the forward pass keeps for the backward pass, and scratch memory; all of it is reused.
  final class Workspace {
    /// x and h' of a time step, as a left operand; one is read while the other is written.
    let steps: [PackedMatrix]
    /// dZ of all tokens, gates side by side, as a left operand. Every time step begins at a panel,
    /// at the row given by `firstLanes`.
    let dGates: PackedMatrix
    var firstLanes: [Int] = []
    /// dZᵀ of all tokens, one gate after the other, as a left operand. Every time step begins at a
    /// step of the depth, given by `depths`.
    let dGatesTransposed: PackedMatrix
    /// x and h' of all tokens, side by side, as a right operand in the same order.
    let readRight: PackedMatrix
    var depths: [Int] = []
    /// The pieces of work for the gradient of the input: some sentences of one time step each.
    var blocks: [(time: Int, rows: Range<Int>)] = []
    /// h before the first step if there is no initial state: [B × H].
    let zeros: Matrix
    /// Where the threads wait between the time steps of a sentence that is encoded alone.
    let barrier = SpinBarrier()
    var parts: [UnitBlock] = []
    /// The number of threads that `parts` are made for.
    var threads = 0
    /// Blocks of the gradients of the weights, one matrix per thread.
    var results: [Matrix] = []

    init(hiddenSize: Int, product: Product) {
      steps = (0..<2).map { _ in PackedMatrix(.left, product) }
      dGates = PackedMatrix(.left, product)
      dGatesTransposed = PackedMatrix(.left, product)
      readRight = PackedMatrix(.right, product)
      zeros = Matrix(rows: 0, columns: hiddenSize)
    }
  }

  /// The depth of (W | U)ᵀ as packed, and of x and h' side by side: W and x alone if U is in 8 bits.
  var joinedDepth: Int { weights.hiddenOffset + (weights.bytes == nil ? hiddenSize : 0) }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    let backward = use == .training
    sumBiases()
    let padded = product.paddedDepth(hiddenSize)
    weights.bytes = use == .byteEncoding ? ByteOperands(hiddenWeight, pool: pool) : nil
    for joined in weights.joined { joined.reserve(count: hiddenSize, depth: joinedDepth) }
    if backward {
      weights.inputBack.reserve(count: inputSize, depth: 4 * padded)
      weights.recurrentBack.reserve(count: hiddenSize, depth: 4 * padded)
    }
    func copies(from depth: Int, _ back: PackedMatrix) -> PackedOperands {
      PackedOperands(
        (0..<4).map { gate in
          PackedOperands.Segment(
            rows: gateRows(gate), forward: weights.joined[gate], forwardDepth: depth,
            backward: backward ? back : nil, backwardDepth: gate * padded)
        })
    }
    inputWeight.pack(into: copies(from: 0, weights.inputBack), pool: pool)
    if weights.bytes != nil { return }
    hiddenWeight.pack(into: copies(from: weights.hiddenOffset, weights.recurrentBack), pool: pool)
  }

  /// Adds the two biases.
  func sumBiases() {
    weights.bias.copy(from: inputBias.value)
    Kernels.addRow(of: hiddenBias.value, 0, to: weights.bias, 0)
  }
}
