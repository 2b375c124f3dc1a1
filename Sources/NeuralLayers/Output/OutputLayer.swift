import TensorKit

/// The output of a decoder: logits over the vocabulary, softmax, cross-entropy, and the way back.
///
/// ```
/// loss = −1/N Σ log softmax(W h + b)[target]
/// ```
/// The logits of a batch are never stored: block by block of the vocabulary they become exponentials,
/// and block by block, once the sum of a row is known, gradients.
/// Letters: N tokens, H size of the state, V vocabulary.
package final class OutputLayer: @unchecked Sendable {
  /// [V × H]
  package let weight: Parameter
  /// [V]
  package let bias: Parameter

  /// What a batch scored.
  package struct Score: Sendable, Equatable {
    /// Σ −log p(target), in nats.
    package var loss: Double = 0
    /// How many targets had the largest logit.
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

  let precision: Precision
  let product: Product
  let forwardWeights: PackedMatrix
  let backwardWeights: PackedMatrix
  let states: PackedMatrix
  let statesRight: PackedMatrix
  let dLogitsTransposed: PackedMatrix
  let partialBias: Matrix
  var scratch: [Scratch] = []
  var blockScores: [Score] = []

  /// A layer of zero weights, named `prefix`.weight and `prefix`.bias.
  package init(inputSize: Int, vocabularySize: Int, prefix: String, precision: Precision) {
    self.precision = precision
    product = Product(precision)
    weight = Parameter("\(prefix).weight", rows: vocabularySize, columns: inputSize)
    bias = Parameter("\(prefix).bias", bias: vocabularySize)
    forwardWeights = PackedMatrix(.right, product)
    backwardWeights = PackedMatrix(.right, product)
    states = PackedMatrix(.left, product)
    statesRight = PackedMatrix(.right, product)
    dLogitsTransposed = PackedMatrix(.left, product)
    partialBias = Matrix(rows: 0, columns: vocabularySize)
  }

  package var parameters: [Parameter] { [weight, bias] }
  package var vocabularySize: Int { weight.value.rows }

  /// Uniform weights within 1/√H, as in torch.
  package func initialize(seed: UInt64) {
    let bound = 1 / Float(weight.value.columns).squareRoot()
    for parameter in parameters { parameter.initialize(uniform: bound, seed: seed) }
  }

  /// Packs the weights; to be called after every change of them. `backward` only for training.
  package func packWeights(backward: Bool, pool: WorkerPool) {
    forwardWeights.pack(MatrixRegion(weight.value), transposed: true, pool: pool)
    if backward { backwardWeights.pack(MatrixRegion(weight.value), pool: pool) }
  }

  /// Logits of every row of `input` [n × H]: [n × V]. For decoding; training uses `score`.
  package func forward(_ input: Matrix, into logits: Matrix, pool: WorkerPool) {
    logits.resize(rows: input.rows)
    for row in 0..<input.rows { logits.copyRow(row, from: bias.value, 0) }
    states.pack(MatrixRegion(input), pool: pool)
    states.multiply(by: forwardWeights, into: logits, accumulate: true, pool: pool)
  }
}

extension OutputLayer {
  /// How the work of a batch is cut; a function of its size and the product, never of the threads.
  struct Blocks {
    /// Columns of the vocabulary worked on at a time: a multiple of every panel height.
    static let columns = 480
    /// Most tokens of a segment; the gradient of the weights is brought up to date after each.
    static let segmentRows = 3_840

    /// Tokens of a block.
    let rows: Int
    let count: Int

    /// An even number of blocks, whose exponentials fit the cache of a core.
    init(tokens: Int, product: Product, precision: Precision) {
      let largest = Blocks.largestRows(precision)
      let pairs = max(1, (tokens + 2 * largest - 1) / (2 * largest))
      let even = (tokens + 2 * pairs - 1) / (2 * pairs)
      // Blocks begin with a panel of the states and with a step of the depth of dLogitsᵀ.
      let grain = Blocks.leastCommonMultiple(product.leftRows, product.depthStep)
      rows = max(grain, (even + grain - 1) / grain * grain)
      count = (tokens + rows - 1) / rows
    }

    private static func leastCommonMultiple(_ x: Int, _ y: Int) -> Int {
      var (a, b) = (x, y)
      while b > 0 { (a, b) = (b, a % b) }
      return x / a * y
    }

    static func largestRows(_ precision: Precision) -> Int {
      precision == .bf16 ? 192 : 96
    }
  }

  /// The memory of one thread.
  final class Scratch: @unchecked Sendable {
    /// Logits, later their gradient, for some columns of the vocabulary.
    let logits: Matrix
    let exponentials: ExponentialBlock
    /// Gradient of the logits as a left operand.
    let left: PackedMatrix
    /// For each row the parts of its softmax.
    var parts: [RowPart] = []
    var targetLogits: [Float] = []
    /// For each row and part the factor that makes exponentials gradients.
    var factors: [Float] = []

    init(vocabularySize: Int, product: Product, precision: Precision) {
      let rows = Blocks.largestRows(precision) + 96
      logits = Matrix(rows: rows, columns: Blocks.columns)
      exponentials = ExponentialBlock(
        rows: rows, columns: vocabularySize, precision: precision)
      left = PackedMatrix(.left, product)
    }
  }
}
