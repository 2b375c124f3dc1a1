import Foundation
import TensorKit

/// The output of a decoder: logits over the vocabulary, softmax, cross-entropy, and the way back.
///
/// ```
/// loss = −1/N Σ log softmax(W h + b)[target]
/// ```
/// The logits of a batch are never stored: some rows and columns at a time, they become exponentials
/// e, of which e W is summed at once and eᵀ kept, packed, for the gradient of the weights. With s the sum of a row, the gradient of its logits is
/// (e / s − [target]) / N, so division and target are left to the products' small side:
/// ```
/// dh = (e W) / sN + (p − 1) / N W[target]      dW = eᵀ (h / sN),  dW[target] += (p − 1) / N h
/// ```
/// Letters: N tokens, H size of the state, V vocabulary, p the probability of the target.
package final class SoftmaxOutput: Layer, @unchecked Sendable {
  /// [V × H]
  package let weight: Parameter
  /// [V]
  package let bias: Parameter

  /// What a batch scored.
  package struct Score: Sendable, Equatable {
    /// Σ −log p(target), in nats.
    package var loss: Double = 0
    /// How many targets no other token surpassed.
    package var correct: Int = 0
    /// The number of tokens.
    package var tokens: Int = 0

    package init() {}

    package mutating func add(_ other: Score) {
      loss += other.loss
      correct += other.correct
      tokens += other.tokens
    }
  }

  let product: Product
  /// All weights, for `forward` alone.
  private let forwardWeights: PackedMatrix
  let states: PackedMatrix
  let workspace: Workspace
  /// Measures the phases of a step; nil but in benchmarks.
  package var clock: PhaseClock?

  /// A layer of zero weights, named `prefix`.weight and `prefix`.bias; `gradient` is where that of the
  /// weights goes.
  package init(
    inputSize: Int, vocabularySize: Int, prefix: String, precision: Precision,
    gradient: Matrix? = nil
  ) {
    product = Product(precision)
    weight = Parameter(
      "\(prefix).weight", rows: vocabularySize, columns: inputSize, gradient: gradient)
    bias = Parameter("\(prefix).bias", bias: vocabularySize)
    forwardWeights = PackedMatrix(.right, product)
    states = PackedMatrix(.left, product)
    workspace = Workspace(inputSize: inputSize, product: product)
  }

  package var parameters: [Parameter] { [weight, bias] }
  package var vocabularySize: Int { weight.rows }

  /// Uniform weights within 1/√H, as in torch.
  package func initialize(seed: UInt64) {
    let bound = 1 / Float(weight.columns).squareRoot()
    for parameter in parameters { parameter.initialize(uniform: bound, seed: seed) }
  }

  /// Packs the weights for `forward`, which is for decoding: training packs them where it uses them.
  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    if use == .training { return }
    forwardWeights.pack(MatrixRegion(weight.value), transposed: true, pool: pool)
  }

  /// Logits of every row of `input` [n × H]: [n × V]. For decoding; training uses `score`.
  package func forward(_ input: Matrix, into logits: Matrix, pool: WorkerPool) {
    precondition(forwardWeights.count == vocabularySize, "weights that were never packed")
    logits.resize(rows: input.rows)
    for row in 0..<input.rows { logits.copyRow(row, from: bias.value, 0) }
    states.pack(MatrixRegion(input), pool: pool)
    states.multiply(by: forwardWeights, into: logits, accumulate: true, pool: pool)
  }
}

extension SoftmaxOutput {
  /// What scoring leaves for the way back, and scratch memory; all of it is reused.
  final class Workspace: @unchecked Sendable {
    /// eᵀ, as a left operand: [V × rows].
    let exponentialsTransposed: PackedMatrix
    /// h / sN and 1 / sN: [rows × H + 1], and packed.
    let scaledStates: Matrix
    let scaledStatesRight: PackedMatrix
    var rows: [SoftmaxRow] = []
    var targets = RowsByToken()
    /// The softmax of the rows over each share of the vocabulary, one share after the other.
    var shareRows: [SoftmaxRow] = []
    /// e W over each share: [rows × ≥ H].
    var dStates: [Matrix] = []
    /// What a thread works with.
    var scratch: [Scratch] = []
    /// Blocks of gradients of weights, one matrix a thread.
    var results: [Matrix] = []

    init(inputSize: Int, product: Product) {
      exponentialsTransposed = PackedMatrix(.left, product)
      scaledStates = Matrix(rows: 0, columns: inputSize + 1)
      scaledStatesRight = PackedMatrix(.right, product)
    }
  }

  /// Some tokens of a batch, worked on at a time.
  struct Segment {
    /// Rows of the batch.
    let rows: Range<Int>
    let input: Matrix
    let targets: ArraySlice<UInt32>
    /// What the loss counts over the N of the whole batch: 1/N, unless it is scaled.
    let scale: Float
    /// Where the gradient of the batch goes; nil unless training.
    let dInput: Matrix?
  }

  /// Memory of one thread.
  final class Scratch: @unchecked Sendable {
    /// Logits and exponentials of some rows and columns.
    let group: LogitGroup
    let weights: WeightTile

    /// Room for any part of that many words or fewer, of `size` weights each.
    init(groupRows: Int, columns: Int, size: Int, product: Product) {
      group = LogitGroup(
        rows: groupRows, columns: columns, padding: Tiling.padding, product: product)
      weights = WeightTile(words: columns, size: size, product: product)
    }
  }
}

extension SoftmaxRow {
  /// Whether e and 1/s lie well inside the range of a float.
  var isInRange: Bool { (1e-30...1e30).contains(sum) }

  /// −log p(target), in nats.
  var loss: Double { Double(shift) + log(sum) - Double(target_logit) }
}
