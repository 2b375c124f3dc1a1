import TensorKit

/// Predicts the words of a sentence from its vector, all at once: one linear layer and a softmax.
///
/// ```
/// loss = 1/B Σ_b −Σ_w q_bw log p_bw        p_b = softmax(W z_b + c)
/// dlogits_b = (p_b − q_b) / B
/// ```
/// with q_bw the share of word w in the bag of sentence b, so the logits are computed once per
/// sentence and not once per word. Sentences with similar words get vectors of similar direction,
/// as in FastSent (Hill, Cho and Korhonen 2016); the loss of a decoder alone does not do that.
///
/// In training the softmax may cover only a sample of the vocabulary. Only the sampled rows have a
/// gradient then, and the cost of a step does not depend on the size of the vocabulary.
///
/// Letters: B sentences, D size of the vector, V vocabulary, S words of the softmax, V or a sample.
package final class BagOfWordsLoss: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// [V × D]
  package let weight: Parameter
  /// [V]
  package let bias: Parameter

  /// The loss over a batch.
  package struct Score: Sendable, Equatable {
    /// Σ over sentences of the loss of their bag, in nats per weighted word.
    package var loss = 0.0
    /// Sentences whose bag is not empty.
    package var sentences = 0

    package init() {}
  }

  /// The words of a sample, more if a batch has more; the size of the vocabulary means no sampling.
  private let sampleSize: Int
  private var sample: WordSample
  /// The rows of the sample [S × D], [1 × S] with the offsets, and the gradient of the rows.
  private let sampledWeight: Matrix
  private var sampledBias = Matrix(rows: 0, columns: 0)
  private var sampledBiasGradient = Matrix(rows: 0, columns: 0)
  private let forwardWeights: PackedMatrix
  private let backwardWeights: PackedMatrix
  private let left: PackedMatrix
  private let right: PackedMatrix
  /// Logits of some sentences, later their gradients: [≤ segmentRows × S].
  private var logits = Matrix(rows: 0, columns: 0)
  private var losses: [Double] = []
  /// The column of each word of the bags among the S.
  private var columns: [Int] = []

  /// A layer of zero weights, named `prefix`.weight and `prefix`.bias.
  package init(
    inputSize: Int, vocabularySize: Int, sampleSize: Int? = nil, prefix: String,
    precision: Precision
  ) {
    let product = Product(precision)
    weight = Parameter("\(prefix).weight", rows: vocabularySize, columns: inputSize)
    bias = Parameter("\(prefix).bias", bias: vocabularySize)
    self.sampleSize = sampleSize ?? vocabularySize
    sample = WordSample(vocabularySize: vocabularySize)
    sampledWeight = Matrix(rows: 0, columns: inputSize)
    forwardWeights = PackedMatrix(.right, product)
    backwardWeights = PackedMatrix(.right, product)
    left = PackedMatrix(.left, product)
    right = PackedMatrix(.right, product)
  }

  package var parameters: [Parameter] { [weight, bias] }
  package var vocabularySize: Int { weight.rows }

  /// Uniform weights within 1/√D, as in torch.
  package func initialize(seed: UInt64) {
    let bound = 1 / Float(weight.columns).squareRoot()
    for parameter in parameters { parameter.initialize(uniform: bound, seed: seed) }
  }

  /// Packs the weights for training; inference does not use them.
  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    weight.pack(
      into: PackedOperands(
        rows: vocabularySize, columns: weight.columns, forward: forwardWeights,
        backward: backwardWeights), pool: pool)
  }
}

extension BagOfWordsLoss {
  /// Loss over a batch; with `dInput` also all gradients, those of `scale` times the mean loss.
  ///
  /// Row b of `input` [≥ B × D] is the vector of the sentence of bag b. The gradient of the vectors
  /// is added to `dInput`, which has the shape of `input`. With `random`, the softmax covers a
  /// sample if the vocabulary is larger than one.
  package func score(
    _ input: Matrix, bags: WordBags, scale: Float = 1, sampledBy random: RandomStream? = nil,
    dInput: Matrix?, pool: WorkerPool
  ) -> Score {
    precondition(bags.count <= input.rows, "\(bags.count) bags, \(input.rows) vectors")
    let isSampled = random != nil && vocabularySize > sampleSize
    if isSampled, var random {
      // Releases the list of rows first, so that its memory can be reused without a copy.
      weight.touchedRows = nil
      sample.update(bags.words, size: sampleSize, &random)
      packSample(pool)
    } else if weight.copies == nil {
      packWeights(for: .training, pool: pool)
    }
    let words = isSampled ? sample.words.count : vocabularySize
    if logits.columns != words { logits = Matrix(rows: 0, columns: words) }
    if dInput != nil { prepareGradients(isSampled) }
    var score = Score()
    for bag in 0..<bags.count where !bags[bag].isEmpty { score.sentences += 1 }
    columns.removeAll(keepingCapacity: true)
    for word in bags.words { columns.append(isSampled ? sample.place(of: word) : Int(word)) }
    let perSentence = scale / Float(max(1, score.sentences))
    for rows in ChunkedRange(0..<bags.count, size: segmentRows) {
      predict(input, rows, isSampled ? sampledBias : bias.value, pool)
      score.loss += compare(rows, of: bags, perSentence, pool)
      if let dInput {
        backward(input, rows, dInput, isSampled ? sampledBiasGradient : bias.gradient, pool)
      }
    }
    if isSampled, dInput != nil {
      let (gradient, sums) = (bias.gradient, sampledBiasGradient)
      for (place, word) in sample.words.enumerated() { gradient[0, word] = sums[0, place] }
    }
    return score
  }

  /// Sentences whose logits are in memory at once; depends on S alone.
  private var segmentRows: Int { max(64, 25_000_000 / max(1, logits.columns)) }

  private func packSample(_ pool: WorkerPool) {
    // The rows change with every sample, and the optimizer updates only these.
    weight.copies = nil
    let (words, offsets) = (sample.words, sample.offsets)
    if sampledBias.columns != words.count {
      sampledBias = Matrix(rows: 1, columns: words.count)
      sampledBiasGradient = Matrix(rows: 1, columns: words.count)
    }
    let (sampled, all) = (sampledBias, bias.value)
    for (place, word) in words.enumerated() { sampled[0, place] = all[0, word] + offsets[place] }
    sampledWeight.resize(rows: words.count)
    pool.run(words.count, grain: 256) { places in
      for place in places {
        self.sampledWeight.copyRow(place, from: self.weight.value, words[place])
      }
    }
    forwardWeights.pack(MatrixRegion(sampledWeight), transposed: true, pool: pool)
    backwardWeights.pack(MatrixRegion(sampledWeight), pool: pool)
  }

  /// Clears the gradients of all words, or of the rows of the sample.
  private func prepareGradients(_ isSampled: Bool) {
    weight.touchedRows = isSampled ? sample.words : nil
    weight.gradient.resize(rows: logits.columns)
    weight.gradient.fill(0)
    bias.gradient.resize(rows: 1)
    bias.gradient.fill(0)
    sampledBiasGradient.fill(0)
  }

  /// Computes the logits of some sentences.
  private func predict(
    _ input: Matrix, _ rows: Range<Int>, _ bias: Matrix, _ pool: WorkerPool
  ) {
    logits.resize(rows: rows.count)
    let logits = logits
    pool.run(rows.count) { logits.copyRow($0, from: bias, 0) }
    left.pack(MatrixRegion(input, rows: rows), pool: pool)
    left.multiply(by: forwardWeights, into: logits, accumulate: true, pool: pool)
  }

  /// Turns the logits of some bags into their gradients; returns the sum of the losses.
  private func compare(
    _ rows: Range<Int>, of bags: WordBags, _ scale: Float, _ pool: WorkerPool
  ) -> Double {
    losses.refill(with: 0, count: rows.count)
    losses.withUnsafeSlots { losses in
      pool.run(rows.count) {
        losses[$0] = self.compare($0, bags[rows.lowerBound + $0], bags.shares, scale)
      }
    }
    return losses.reduce(0, +)
  }

  /// `places` is the range of the words of the bag in `columns` and in `shares`.
  private func compare(
    _ row: Int, _ places: Range<Int>, _ shares: [Float], _ scale: Float
  ) -> Double {
    let logits = logits
    if places.isEmpty {
      logits.clearRow(row)
      return 0
    }
    let first = columns[places.lowerBound]
    let firstLogit = Double(logits[row, first])
    var meanLogit = 0.0
    for place in places {
      meanLogit += Double(shares[place]) * Double(logits[row, columns[place]])
    }
    // The kernel assumes a single target word; undo that, and subtract the share of each word.
    let single = Kernels.softmaxCrossEntropy(
      logits, row: row, target: UInt32(first), gradientScale: scale)
    logits[row, first] += scale
    for place in places { logits[row, columns[place]] -= scale * shares[place] }
    return Double(single.loss) + firstLogit - meanLogit
  }

  /// dz += dlogits W, dW += dlogitsᵀ z, dc += Σ dlogits.
  private func backward(
    _ input: Matrix, _ rows: Range<Int>, _ dInput: Matrix, _ dBias: Matrix, _ pool: WorkerPool
  ) {
    let dLogits = logits
    left.pack(MatrixRegion(dLogits), pool: pool)
    left.multiply(
      by: backwardWeights, into: dInput, firstRow: rows.lowerBound, accumulate: true, pool: pool)
    left.pack(MatrixRegion(dLogits), transposed: true, pool: pool)
    right.pack(MatrixRegion(input, rows: rows), pool: pool)
    left.multiply(by: right, into: weight.gradient, accumulate: true, pool: pool)
    pool.run(dLogits.columns, grain: 256) { words in
      Kernels.addRows(
        0..<dLogits.rows, of: dLogits, columns: words, to: dBias, column: words.lowerBound)
    }
  }
}
