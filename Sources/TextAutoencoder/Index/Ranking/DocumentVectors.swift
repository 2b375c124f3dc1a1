import TensorKit

/// The vectors of texts: one for each sentence, and behind them their mean for the whole text.
///
/// The best sentences tell whether a text answers a query somewhere, the mean whether it is about it.
package enum DocumentVectors {
  /// How many vectors a text of this many sentences has: a single sentence is the whole text.
  package static func count(sentences: Int) -> Int { sentences > 1 ? sentences + 1 : sentences }

  /// The vectors of texts with these numbers of sentences, from those of all sentences,
  /// `[sentences × dimension]`.
  ///
  /// A mean is that of the vectors scaled to length 1.
  package static func withMeans(_ vectors: Matrix, sentences: [Int]) -> Matrix {
    precondition(
      sentences.reduce(0, +) == vectors.rows, "\(vectors.rows) vectors of other sentences")
    let rows = sentences.reduce(0) { $0 + count(sentences: $1) }
    let result = Matrix(rows: rows, columns: vectors.columns)
    var (source, target) = (0, 0)
    for count in sentences {
      var mean = [Float](repeating: 0, count: vectors.columns)
      for _ in 0..<count {
        let vector = vectors.row(source)
        let length = Metric.product(vector.span, vector.span).squareRoot()
        let scale = length > 0 ? Float(1 / (length * Double(count))) : 0
        for index in mean.indices { mean[index] += vector[index] * scale }
        result.copyRow(target, from: vectors, source)
        (source, target) = (source + 1, target + 1)
      }
      guard count > 1 else { continue }
      result.withMutableRow(target) { row in
        for index in mean.indices { row[index] = mean[index] }
      }
      target += 1
    }
    return result
  }
}
