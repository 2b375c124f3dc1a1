import SentenceEmbedding
import TensorKit

/// The direction that weighted averages of words have in common, whatever the sentence says.
///
/// The first singular vector of the averages of many sentences (Arora, Liang and Ma 2017).
struct CommonComponent {
  private let probabilities: [Double]
  private let weights: [Float]
  private let vectors: Matrix

  /// Sentences are taken in chunks of about a thousand, spread evenly over the corpus.
  private static let chunkLimit = 10

  init(words: [String], counts: [Int], vectors: Matrix) {
    probabilities = SIFEmbedder.probabilities(words: words.count, counts: counts)
    weights = SIFEmbedder.weights(words: words.count, counts: counts)
    self.vectors = vectors
  }

  /// The component of sentences of a corpus, `[dimension]`; `rows` has the row of every token, or −1.
  func measured(on source: some SentenceSource, rows: [Int32], pool: WorkerPool) throws -> [Float] {
    var moments = MomentAccumulator(dimension: vectors.columns)
    let taken = min(source.chunkCount, CommonComponent.chunkLimit)
    for place in 0..<taken {
      let chunk = try source.chunk(at: place * source.chunkCount / taken)
      let averages = Matrix(rows: chunk.sentenceCount, columns: vectors.columns)
      for sentence in 0..<chunk.sentenceCount {
        let tokens = chunk.tokens[chunk.offsets[sentence]..<chunk.offsets[sentence + 1]]
        let known = tokens.compactMap { rows[Int($0)] >= 0 ? Int(rows[Int($0)]) : nil }
        vectors.average(known, weights: weights, into: averages, row: sentence)
      }
      try moments.add(averages, pool: pool)
    }
    let recipe = PostProcessingRecipe(remove: 1)
    return try PostProcessing(moments: moments, recipe: recipe, pool: pool).removed.row(0)
  }

  /// The component that is to be expected where no corpus is known, `[dimension]`.
  ///
  /// A sentence of words drawn independently has Σ p(w) weight(w) v(w) in common with every other, and
  /// the longer it is, the less besides.
  var expected: [Float] {
    var sum = [Float](repeating: 0, count: vectors.columns)
    var span = sum.mutableSpan
    for row in 0..<vectors.rows {
      let share = Float(probabilities[row]) * weights[row]
      vectors.withRow(row) { Kernels.axpy(share, $0, &span) }
    }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? sum.map { $0 / length } : sum
  }
}
