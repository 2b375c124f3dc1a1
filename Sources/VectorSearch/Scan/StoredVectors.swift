import TensorKit

/// The vectors of a segment, in one form or two.
///
/// The coarse form is compared with every query; the fine form, which may be the same, gives the
/// scores of the answers.
struct StoredVectors: Sendable {
  let metric: Metric
  let dimension: Int
  let coarse: any VectorCodec
  let coarseRows: ByteRows
  let fine: any ReadableCodec
  let fineRows: ByteRows
  /// Half the square of every length in the fine form; only for the metric l2.
  let halfSquares: FloatColumn?
  /// The length of the longest vector in the fine form.
  let longest: Double
  /// The largest distance of a vector in the coarse form from that in the fine form; infinite if the
  /// coarse form cannot be read.
  let residual: Double
  /// Whether there are two forms.
  let hasTwoForms: Bool

  var count: Int { fineRows.count }

  /// Vectors in memory, as they are.
  init(_ prepared: PreparedVectors, metric: Metric) {
    self.metric = metric
    dimension = prepared.vectors.columns
    let codec = F32Codec(dimension: dimension, parameters: [])
    coarse = codec
    fine = codec
    coarseRows = ByteRows(prepared.vectors)
    fineRows = coarseRows
    halfSquares =
      metric == .l2
      ? FloatColumn(
        ByteRows(
          Matrix(rows: prepared.vectors.rows, columns: 1, values: prepared.halfSquaredNorms)))
      : nil
    longest = prepared.norms.max() ?? 0
    residual = 0
    hasTwoForms = false
  }

  init(
    metric: Metric, dimension: Int, coarse: any VectorCodec, coarseRows: ByteRows,
    fine: any ReadableCodec, fineRows: ByteRows, halfSquares: FloatColumn?, longest: Double,
    residual: Double, hasTwoForms: Bool
  ) {
    self.metric = metric
    self.dimension = dimension
    self.coarse = coarse
    self.coarseRows = coarseRows
    self.fine = fine
    self.fineRows = fineRows
    self.halfSquares = halfSquares
    self.longest = longest
    self.residual = residual
    self.hasTwoForms = hasTwoForms
  }

  /// A vector in the fine form: [dimension].
  func vector(_ row: Int) -> [Float] {
    var vector = [Float](repeating: 0, count: dimension)
    read(row, into: &vector)
    return vector
  }

  private func read(_ row: Int, into vector: inout [Float]) {
    var span = vector.mutableSpan
    fineRows.withRow(row) { fine.decode($0, into: &span) }
  }

  /// The exact score of a query and a vector, higher is nearer: minus the square of a distance.
  ///
  /// `vector` is scratch memory of [dimension].
  func exactScore(
    _ query: Span<Float>, _ row: Int, through vector: inout [Float]
  ) -> Double {
    read(row, into: &vector)
    return metric.order(query, vector.span)
  }

  /// The score of two vectors.
  func score(between first: Int, and second: Int) -> Float {
    metric.score(ofOrder: metric.order(vector(first).span, vector(second).span))
  }

  /// By how much a coarse score can differ from the exact score in the fine form; nil if nothing
  /// certain can be said.
  func largestError(_ query: any CodecQuery, queryNorm: Double) -> Double? {
    guard let rough = query.largestError(longest: longest + (hasTwoForms ? residual : 0)) else {
      return nil
    }
    return rough + (hasTwoForms ? residual * queryNorm : 0) + fixedError(queryNorm)
  }

  /// The same for scores of the fine form.
  func largestFineError(_ query: any CodecQuery, queryNorm: Double) -> Double? {
    query.largestError(longest: longest).map { $0 + fixedError(queryNorm) }
  }

  /// What the subtraction of half a square adds, and numbers below the normal range.
  func fixedError(_ queryNorm: Double) -> Double {
    let underflow = Double(dimension + 8) * Double(Float.leastNormalMagnitude)
    return underflow
      + (metric == .l2 ? roundingError(0) * (queryNorm * longest + longest * longest) : 0)
  }
}

extension Metric {
  /// What prepared vectors are ordered by, higher is nearer; cosines are products of unit vectors.
  func order(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    self == .l2 ? -Self.squaredDistance(x, y) : Self.product(x, y)
  }

  /// The score that a user sees for one by which vectors are ordered.
  func score(ofOrder order: Double) -> Float {
    Float(self == .l2 ? max(0, -order).squareRoot() : order)
  }

  /// Whether a score is at least as near as a threshold, if there is one.
  func isAtLeast(_ score: Float, _ threshold: Float?) -> Bool {
    guard let threshold else { return true }
    return isHigherNearer ? score >= threshold : score <= threshold
  }
}
