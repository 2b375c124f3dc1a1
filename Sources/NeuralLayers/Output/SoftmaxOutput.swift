import Foundation
import TensorKit

/// The output layer of a decoder: logits over the vocabulary, softmax and cross-entropy.
///
/// ```
/// loss = −1/N Σ log softmax(W h + b)[target]
/// ```
/// The logits of a batch are never stored. Some rows and columns at a time, they become
/// exponentials e. e W is summed at once, and eᵀ is kept, packed, for the gradient of the weights.
/// With s the sum of a row, the gradient of its logits is (e / s − [target]) / N, so the division
/// and the target move to the small side of the products:
/// ```
/// dh = (e W) / sN + (p − 1) / N W[target]      dW = eᵀ (h / sN),  dW[target] += (p − 1) / N h
/// ```
/// Letters: N tokens, H size of the state, V vocabulary, p the probability of the target.
package final class SoftmaxOutput: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// [V × H]
  package let weight: Parameter
  /// [V]
  package let bias: Parameter

  /// The loss over a batch.
  package struct Score: Sendable, Equatable {
    /// Σ −log p(target), in nats.
    package var loss: Double = 0
    /// The number of targets with the largest logit.
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
  /// All weights, used by `forward` only.
  private let forwardWeights: PackedMatrix
  let states: PackedMatrix
  let workspace: Workspace
  /// Measures the phases of a step; nil except in benchmarks.
  package var clock: PhaseClock?

  /// A layer of zero weights, named `prefix`.weight and `prefix`.bias; `gradient` receives that of
  /// the weights.
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

  /// Starts the bias at the logarithm of how often each word occurs, so that the softmax begins as
  /// the distribution of the corpus.
  ///
  /// Otherwise the first updates teach every state the same frequencies, and it takes hundreds of them
  /// before the decoder finds what the latent is good for. A word that does not occur counts as one.
  package func startBias(from counts: [Int]) {
    precondition(counts.count == vocabularySize, "\(counts.count) of \(vocabularySize) words")
    let total = Double(max(1, counts.reduce(0, +)))
    for (word, count) in counts.enumerated() {
      bias.value[0, word] = Float(log(Double(max(1, count)) / total))
    }
  }

  /// Packs the weights for `forward`, which decoding uses; training packs them where it uses them.
  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    if use == .training { return }
    weight.packOnce(
      into: PackedOperands(
        rows: vocabularySize, columns: weight.columns, forward: forwardWeights, backward: nil),
      pool: pool)
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
  /// What scoring keeps for the backward pass, and scratch memory; all of it is reused.
  final class Workspace: @unchecked Sendable {
    // Safe to share: one thread resizes it; the workers of a pool write different elements.
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
    /// The scratch memory of each thread.
    var scratch: [Scratch] = []
    /// Blocks of gradients of weights, one matrix per thread.
    var results: [Matrix] = []

    init(inputSize: Int, product: Product) {
      exponentialsTransposed = PackedMatrix(.left, product)
      scaledStates = Matrix(rows: 0, columns: inputSize + 1)
      scaledStatesRight = PackedMatrix(.right, product)
    }
  }

  /// Some tokens of a batch, processed together.
  struct Segment {
    /// Rows of the batch.
    let rows: Range<Int>
    let input: Matrix
    let targets: ArraySlice<UInt32>
    /// The weight of a row in the loss: 1/N with N rows in the whole batch, unless it is scaled.
    let scale: Float
    /// The gradient of the batch; nil unless training.
    let dInput: Matrix?
  }

  /// The scratch memory of one thread.
  final class Scratch: @unchecked Sendable {
    // Safe to share: one thread at a time uses it.
    /// Logits and exponentials of some rows and columns.
    let group: LogitGroup
    let weights: WeightTile

    /// Room for parts of at most `columns` words, of `size` weights each.
    init(groupRows: Int, columns: Int, size: Int, product: Product) {
      group = LogitGroup(
        rows: groupRows, columns: columns, padding: Tiling.padding, product: product)
      weights = WeightTile(words: columns, size: size, product: product)
    }
  }
}

extension SoftmaxRow {
  /// Whether e and 1/s lie well within the range of a float.
  var isInRange: Bool { (1e-30...1e30).contains(sum) }

  /// −log p(target), in nats.
  var loss: Double { Double(shift) + log(sum) - Double(target_logit) }
}
