import TensorKit

/// Vectors that have been checked, in the form in which they are compared.
struct PreparedVectors {
  /// The greatest length allowed, so that no product of two vectors overflows.
  static let largestNorm = 1e18

  /// The vectors, scaled to length 1 (or 0) for the cosine: `[rows × columns]`.
  let vectors: Matrix
  /// The length of every vector as it is compared.
  let norms: [Double]

  init(_ source: Matrix, metric: Metric) throws(SearchError) {
    let vectors = Matrix(rows: source.rows, columns: source.columns)
    var norms: [Double] = []
    norms.reserveCapacity(source.rows)
    for row in 0..<source.rows {
      let norm = source.withRow(row) { values in Self.norm(values) }
      guard norm.isFinite else { throw .notFinite(row: row) }
      guard norm <= Self.largestNorm || metric == .cosine else {
        throw .tooLong(row: row, limit: Self.largestNorm)
      }
      let scale = metric == .cosine && norm > 0 ? 1 / norm : 1
      source.withRow(row) { values in
        vectors.withMutableRow(row) { target in
          for column in 0..<values.count { target[column] = Float(Double(values[column]) * scale) }
        }
      }
      norms.append(metric == .cosine && norm > 0 ? 1 : norm)
    }
    self.vectors = vectors
    self.norms = norms
  }

  /// Half the square of every length; a product minus it gives an order by distance.
  var halfSquaredNorms: [Float] {
    norms.map { Float($0 * $0 / 2) }
  }

  /// In double precision, where the squares of finite floats cannot overflow.
  private static func norm(_ values: Span<Float>) -> Double {
    var sum = 0.0
    for index in 0..<values.count { sum += Double(values[index]) * Double(values[index]) }
    return sum.squareRoot()
  }
}
