import SentenceEmbedding
import TensorKit

/// The covariance of vectors, drawn toward a multiple of the identity by the best amount.
///
/// (1 − s) S + s μ I, where S is the covariance of the sample, μ its mean eigenvalue, and s the
/// estimate of Ledoit and Wolf 2004 of the share with the smallest expected error.
struct ShrunkCovariance {
  /// `[dimension]`.
  let mean: [Double]
  /// `[dimension × dimension]`.
  let values: [Double]
  /// s.
  let shrinkage: Double

  /// - Throws: ``AnomalyError`` for fewer than two vectors, or vectors that are all the same.
  init(of vectors: Matrix, pool: WorkerPool) throws {
    let (count, size) = (Double(vectors.rows), vectors.columns)
    guard vectors.rows >= 2 else { throw AnomalyError.tooFewTexts(count: vectors.rows, needed: 2) }
    var accumulator = MomentAccumulator(dimension: size)
    try accumulator.add(vectors, pool: pool)
    let (mean, sample) = accumulator.moments(centered: true, pool: pool)
    var fourth = 0.0
    for row in 0..<vectors.rows {
      var square = 0.0
      for (value, mean) in zip(vectors.row(row), mean) {
        square += (Double(value) - mean) * (Double(value) - mean)
      }
      fourth += square * square
    }
    var covariance = sample
    let trace = (0..<size).reduce(0.0) { $0 + covariance[$1 * size + $1] }
    let average = trace / Double(size)
    guard average > 0 else { throw AnomalyError.noVariation }
    let squares = covariance.reduce(0) { $0 + $1 * $1 }
    let error = (fourth / count - squares) / count
    let spread = squares - 2 * average * trace + Double(size) * average * average
    let share = spread > 0 ? min(1, max(0, error / spread)) : 1
    for index in covariance.indices { covariance[index] *= 1 - share }
    for index in 0..<size { covariance[index * size + index] += share * average }
    (self.mean, values, shrinkage) = (mean, covariance, share)
  }
}
