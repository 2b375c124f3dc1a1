import TensorKit

/// An output layer whose softmax, in training, covers a sample of the vocabulary.
///
/// Each step copies the rows of the sample into a small output layer, which does the computation.
/// Only those rows have a gradient, so a step costs the same for any vocabulary.
///
/// Letters: N tokens, H size of the state, V vocabulary, S words of the sample.
package final class SampledSoftmax: @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  private let whole: SoftmaxOutput
  private let size: Int
  private let precision: Precision
  private var sample: WordSample
  /// The output layer of the sample [S × H]. Its gradient is that of the sampled rows of `whole`.
  private var sampled: SoftmaxOutput
  private var places: [UInt32] = []

  /// Samples of `size` words of a layer; more if there are more different targets.
  package init(_ whole: SoftmaxOutput, size: Int, precision: Precision) {
    precondition(size < whole.vocabularySize, "\(size) of \(whole.vocabularySize) words")
    self.whole = whole
    self.size = size
    self.precision = precision
    sample = WordSample(vocabularySize: whole.vocabularySize)
    sampled = Self.layer(size, whole, precision)
  }

  private static func layer(
    _ words: Int, _ whole: SoftmaxOutput, _ precision: Precision
  ) -> SoftmaxOutput {
    SoftmaxOutput(
      inputSize: whole.weight.columns, vocabularySize: words, prefix: "sampled",
      precision: precision, gradient: whole.weight.gradient)
  }

  /// Loss over a batch and all gradients, as `SoftmaxOutput.score`.
  ///
  /// A target counts as correct if it has the largest logit of the sample.
  package func score(
    _ input: Matrix, targets: [UInt32], scale: Float, sampledBy random: RandomStream,
    dInput: Matrix, pool: WorkerPool
  ) -> SoftmaxOutput.Score {
    var random = random
    // Releases the list of rows first, so that its memory can be reused without a copy.
    whole.weight.touchedRows = nil
    sample.update(targets, size: size, &random)
    let words = sample.words
    if sampled.vocabularySize != words.count {
      sampled = Self.layer(words.count, whole, precision)
    }
    sampled.clock = whole.clock
    takeRows(words, pool)
    places.removeAll(keepingCapacity: true)
    for target in targets { places.append(UInt32(sample.place(of: target))) }
    let score = sampled.score(input, targets: places, scale: scale, dInput: dInput, pool: pool)
    giveGradients(words)
    return score
  }

  private func takeRows(_ words: [Int], _ pool: WorkerPool) {
    let (weight, rows) = (whole.weight.value, sampled.weight.value)
    pool.run(words.count, grain: 256) { places in
      for place in places { rows.copyRow(place, from: weight, words[place]) }
    }
    let (bias, all, offsets) = (sampled.bias.value, whole.bias.value, sample.offsets)
    for (place, word) in words.enumerated() { bias[0, place] = all[0, word] + offsets[place] }
  }

  private func giveGradients(_ words: [Int]) {
    whole.weight.touchedRows = words
    whole.weight.rowSquares.copy(from: sampled.weight.rowSquares)
    whole.bias.gradient.resize(rows: 1)
    whole.bias.gradient.fill(0)
    let (bias, sums) = (whole.bias.gradient, sampled.bias.gradient)
    for (place, word) in words.enumerated() { bias[0, word] = sums[0, place] }
  }
}
