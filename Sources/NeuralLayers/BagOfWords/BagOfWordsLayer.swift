import TensorKit

/// Predicts the words of a sentence from its vector, all at once: one linear layer and a softmax.
///
/// ```
/// loss = 1/B Σ_b −Σ_w q_bw log p_bw        p_b = softmax(W z_b + c)
/// dlogits_b = (p_b − q_b) / B
/// ```
/// with q_bw the share of word w in the bag of sentence b, so that the logits of a sentence are computed
/// once and not once a word. In this way two sentences of like words get vectors of like direction, as
/// in FastSent (Hill, Cho and Korhonen 2016), which the loss of a decoder alone does not bring about.
/// Letters: B sentences, D size of the vector, V vocabulary.
package final class BagOfWordsLayer: @unchecked Sendable {
  /// [V × D]
  package let weight: Parameter
  /// [V]
  package let bias: Parameter

  /// What a batch scored.
  package struct Score: Sendable, Equatable {
    /// Σ over sentences of the loss of their bag, in nats a weighted word.
    package var loss = 0.0
    /// Sentences whose bag is not empty.
    package var sentences = 0

    package init() {}
  }

  private let forwardWeights: PackedMatrix
  private let backwardWeights: PackedMatrix
  private let left: PackedMatrix
  private let right: PackedMatrix
  /// Logits of some sentences, then their gradients: [≤ segmentRows × V].
  private let logits: Matrix
  private var losses: [Double] = []

  /// A layer of zero weights, named `prefix`.weight and `prefix`.bias.
  package init(inputSize: Int, vocabularySize: Int, prefix: String, precision: Precision) {
    let product = Product(precision)
    weight = Parameter("\(prefix).weight", rows: vocabularySize, columns: inputSize)
    bias = Parameter("\(prefix).bias", bias: vocabularySize)
    forwardWeights = PackedMatrix(.right, product)
    backwardWeights = PackedMatrix(.right, product)
    left = PackedMatrix(.left, product)
    right = PackedMatrix(.right, product)
    logits = Matrix(rows: 0, columns: vocabularySize)
  }

  package var parameters: [Parameter] { [weight, bias] }
  package var vocabularySize: Int { weight.value.rows }

  /// Uniform weights within 1/√D, as in torch.
  package func initialize(seed: UInt64) {
    let bound = 1 / Float(weight.value.columns).squareRoot()
    for parameter in parameters { parameter.initialize(uniform: bound, seed: seed) }
  }

  /// Packs the weights; to be called after every change of them but those by an optimizer.
  package func packWeights(pool: WorkerPool) {
    weight.pack(
      into: PackedCopies(
        rows: vocabularySize, columns: weight.value.columns, forward: forwardWeights,
        backward: backwardWeights), pool: pool)
  }

  /// Sentences whose logits are held at once: what bounds their memory, a function of V alone.
  private var segmentRows: Int { max(64, 25_000_000 / max(1, vocabularySize)) }
}

extension BagOfWordsLayer {
  /// Loss over a batch; with `dInput` also all gradients, those of `scale` times the mean loss.
  ///
  /// Row b of `input` [≥ B × D] is the vector of the sentence of `bags[b]`. The gradient of the vectors is
  /// added to `dInput`, whose shape is that of `input`.
  package func score(
    _ input: Matrix, bags: [WordBag], scale: Float = 1, dInput: Matrix?, pool: WorkerPool
  ) -> Score {
    precondition(bags.count <= input.rows, "\(bags.count) bags, \(input.rows) vectors")
    if dInput != nil { prepareGradients() }
    var score = Score()
    score.sentences = bags.count { !$0.words.isEmpty }
    let perSentence = scale / Float(max(1, score.sentences))
    for start in stride(from: 0, to: bags.count, by: segmentRows) {
      let rows = start..<min(bags.count, start + segmentRows)
      predict(input, rows, pool)
      score.loss += compare(Array(bags[rows]), perSentence, pool)
      if let dInput { backward(input, rows, dInput, pool) }
    }
    return score
  }

  private func prepareGradients() {
    weight.gradient.resize(rows: vocabularySize)
    weight.gradient.fill(0)
    bias.gradient.resize(rows: 1)
    bias.gradient.fill(0)
  }

  /// The logits of some sentences.
  private func predict(_ input: Matrix, _ rows: Range<Int>, _ pool: WorkerPool) {
    logits.resize(rows: rows.count)
    let (logits, bias) = (logits, bias.value)
    pool.run(rows.count) { logits.copyRow($0, from: bias, 0) }
    left.pack(MatrixRegion(input, rows: rows), pool: pool)
    left.multiply(by: forwardWeights, into: logits, accumulate: true, pool: pool)
  }

  /// Turns logits into their gradients; gives the sum of the losses.
  private func compare(_ bags: [WordBag], _ scale: Float, _ pool: WorkerPool) -> Double {
    losses = Array(repeating: 0, count: bags.count)
    losses.withUnsafeSlots { losses in
      pool.run(bags.count) { losses[$0] = self.compare($0, bags[$0], scale) }
    }
    return losses.reduce(0, +)
  }

  private func compare(_ row: Int, _ bag: WordBag, _ scale: Float) -> Double {
    guard let first = bag.words.first else {
      logits.clearRow(row)
      return 0
    }
    let firstLogit = Double(logits[row, Int(first)])
    let meanLogit = zip(bag.words, bag.shares).reduce(0.0) {
      $0 + Double($1.1) * Double(logits[row, Int($1.0)])
    }
    // The kernel compares with one word; what it took from that is given back, and shared out.
    let single = Kernels.softmaxCrossEntropy(
      logits, row: row, target: first, gradientScale: scale)
    logits[row, Int(first)] += scale
    for (word, share) in zip(bag.words, bag.shares) { logits[row, Int(word)] -= scale * share }
    return Double(single.loss) + firstLogit - meanLogit
  }

  /// dz += dlogits W, dW += dlogitsᵀ z, dc += Σ dlogits.
  private func backward(
    _ input: Matrix, _ rows: Range<Int>, _ dInput: Matrix, _ pool: WorkerPool
  ) {
    let (dLogits, dBias) = (logits, bias.gradient)
    left.pack(MatrixRegion(dLogits), pool: pool)
    left.multiply(
      by: backwardWeights, into: dInput, firstRow: rows.lowerBound, accumulate: true, pool: pool)
    left.pack(MatrixRegion(dLogits), transposed: true, pool: pool)
    right.pack(MatrixRegion(input, rows: rows), pool: pool)
    left.multiply(by: right, into: weight.gradient, accumulate: true, pool: pool)
    pool.run(vocabularySize, grain: 256) { words in
      Kernels.addRows(
        0..<dLogits.rows, of: dLogits, columns: words, to: dBias, column: words.lowerBound)
    }
  }
}
