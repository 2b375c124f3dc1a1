import DataStructures
import SentenceEmbedding
import TensorKit

/// The direction that weighted averages of word vectors share, whatever the sentence says.
///
/// The first singular vector of the averages of many sentences (Arora, Liang and Ma 2017).
struct CommonComponent {
  private let probabilities: [Double]
  private let weights: [Float]
  private let vectors: Matrix

  /// Chunks that are measured, spread evenly over the corpus; each has about a thousand sentences.
  private static let chunkLimit = 10

  init(words: [String], counts: [Int], vectors: Matrix) {
    probabilities = SIFWeights.probabilities(words: words.count, counts: counts)
    weights = SIFWeights.weights(words: words.count, counts: counts)
    self.vectors = vectors
  }

  /// The component of the sentences of a corpus, `[dimension]`; `rows` holds the row of each token,
  /// or −1.
  func measured(on source: some SentenceSource, rows: [Int32], pool: WorkerPool) throws -> [Float] {
    var moments = MomentAccumulator(dimension: vectors.columns)
    let taken = min(source.chunkCount, CommonComponent.chunkLimit)
    for place in 0..<taken {
      let chunk = try source.chunk(place * source.chunkCount / taken)
      let averages = Matrix(rows: chunk.count, columns: vectors.columns)
      for sentence in 0..<chunk.count {
        let known = chunk[sentence].compactMap { rows[Int($0)] >= 0 ? Int(rows[Int($0)]) : nil }
        vectors.average(known, weights: weights, into: averages, row: sentence)
      }
      try moments.add(averages, pool: pool)
    }
    let recipe = PostProcessingRecipe(remove: 1)
    return try PostProcessing(moments: moments, recipe: recipe, pool: pool).removed.row(0)
  }

  /// The component to expect where the corpus is not known, `[dimension]`.
  ///
  /// Sentences of words drawn independently share Σ p(w) weight(w) v(w); the longer they are, the
  /// less they have besides.
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
