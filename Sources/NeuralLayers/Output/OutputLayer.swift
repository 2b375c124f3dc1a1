import TensorKit

/// The output of a decoder: logits over the vocabulary, softmax, cross-entropy, and the way back.
///
/// ```
/// loss = −1/N Σ log softmax(W h + b)[target]
/// ```
/// The logits of a whole batch are never stored: a block of tokens goes from logits to gradients
/// while it is in the cache. Letters: N tokens, H size of the state, V vocabulary.
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

  private let product: Product
  private let forwardWeights: PackedMatrix
  private let backwardWeights: PackedMatrix
  private let states: PackedMatrix
  private let statesRight: PackedMatrix
  private let dLogitsTransposed: PackedMatrix
  private let partialBias: Matrix
  private var scratch: [Scratch] = []
  private var blockScores: [Score] = []

  /// Tokens of a block: a multiple of every panel height and depth step.
  private static let blockRows = 96
  /// Tokens after which the gradient of the weights is brought up to date; bounds the memory.
  private static let segmentRows = 96 * 40

  /// The memory of one thread.
  private final class Scratch: @unchecked Sendable {
    let logits: Matrix
    let left: PackedMatrix

    init(vocabularySize: Int, product: Product) {
      logits = Matrix(rows: OutputLayer.blockRows, columns: vocabularySize)
      left = PackedMatrix(.left, product)
    }
  }

  /// A layer of zero weights, named `prefix`.weight and `prefix`.bias.
  package init(inputSize: Int, vocabularySize: Int, prefix: String, precision: Precision) {
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

  /// Loss over a batch; with `dInput` also all gradients, those of the mean loss a token.
  ///
  /// `input` [N × H] are the states, `targets` [N] the tokens to predict; `dInput` is set: [N × H].
  package func score(
    _ input: Matrix, targets: [UInt32], dInput: Matrix?, pool: WorkerPool
  ) -> Score {
    precondition(input.rows == targets.count, "\(input.rows) rows, \(targets.count) targets")
    while scratch.count < pool.threads {
      scratch.append(Scratch(vocabularySize: vocabularySize, product: product))
    }
    if let dInput {
      dInput.resize(rows: input.rows)
      weight.gradient.resize(rows: vocabularySize)
      bias.gradient.resize(rows: 1)
      bias.gradient.fill(0)
    }
    var total = Score()
    for start in stride(from: 0, to: input.rows, by: OutputLayer.segmentRows) {
      let rows = start..<min(input.rows, start + OutputLayer.segmentRows)
      total.add(score(segment: rows, input, targets, dInput, pool))
    }
    return total
  }

  private func score(
    segment: Range<Int>, _ input: Matrix, _ targets: [UInt32], _ dInput: Matrix?,
    _ pool: WorkerPool
  ) -> Score {
    let blockRows = OutputLayer.blockRows
    let blocks = (segment.count + blockRows - 1) / blockRows
    states.pack(MatrixRegion(input, rows: segment), pool: pool)
    if dInput != nil {
      dLogitsTransposed.reserve(count: vocabularySize, depth: segment.count)
      partialBias.resize(rows: blocks)
    }
    blockScores = Array(repeating: Score(), count: blocks)
    blockScores.withUnsafeSlots { scores in
      pool.run(blocks) { block, worker in
        let first = segment.lowerBound + block * blockRows
        scores[block] = self.score(
          block: block, rows: first..<min(segment.upperBound, first + blockRows),
          at: block * blockRows, targets, dInput, self.scratch[worker])
      }
    }
    if dInput != nil { gradientsOfWeights(segment, input, pool) }
    return blockScores.reduce(into: Score()) { $0.add($1) }
  }

  /// One block on one thread: logits, loss, gradient of the logits, gradient of the states.
  private func score(
    block: Int, rows: Range<Int>, at offset: Int, _ targets: [UInt32], _ dInput: Matrix?,
    _ scratch: Scratch
  ) -> Score {
    let logits = scratch.logits
    logits.resize(rows: rows.count)
    for row in 0..<rows.count { logits.copyRow(row, from: bias.value, 0) }
    states.multiplyBlock(
      rows: offset..<offset + rows.count, by: forwardWeights, columns: 0..<vocabularySize,
      into: logits, row: 0, column: 0, accumulate: true)
    var score = Score()
    let scale = 1 / Float(targets.count)
    for row in 0..<rows.count {
      let target = targets[rows.lowerBound + row]
      let result = Kernels.softmaxCrossEntropy(
        logits, row: row, target: target, gradientScale: scale)
      score.loss += Double(result.loss)
      score.correct += result.argmax == target ? 1 : 0
    }
    score.tokens = rows.count
    guard let dInput else { return score }
    partialBias.clearRow(block)
    for row in 0..<rows.count { Kernels.addRow(of: logits, row, to: partialBias, block) }
    scratch.left.reserve(count: rows.count, depth: vocabularySize)
    scratch.left.packPart(MatrixRegion(logits), at: 0)
    scratch.left.multiplyBlock(
      rows: 0..<rows.count, by: backwardWeights, columns: 0..<dInput.columns, into: dInput,
      row: rows.lowerBound, column: 0, accumulate: false)
    dLogitsTransposed.packPart(MatrixRegion(logits), transposed: true, at: offset)
    return score
  }

  /// dW (+)= dLogitsᵀ h, db += Σ dLogits, block after block.
  private func gradientsOfWeights(_ segment: Range<Int>, _ input: Matrix, _ pool: WorkerPool) {
    statesRight.pack(MatrixRegion(input, rows: segment), pool: pool)
    dLogitsTransposed.multiply(
      by: statesRight, into: weight.gradient, accumulate: segment.lowerBound > 0, pool: pool)
    for block in 0..<partialBias.rows {
      Kernels.addRow(of: partialBias, block, to: bias.gradient, 0)
    }
  }
}
