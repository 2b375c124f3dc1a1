import TensorKit

/// Vectors to be compared, wherever they are: in a matrix or in a mapped file.
@safe struct VectorRows: @unchecked Sendable {
  // Safe to share between threads, which only read.
  let base: UnsafePointer<Float>
  let halfSquaredNorms: UnsafePointer<Float>?
  /// What keeps the memory alive.
  let owner: [AnyObject]
  let count: Int
  let dimension: Int
  /// The length of the longest vector.
  let largestNorm: Double

  /// The exact score of a query and a vector, higher is nearer: minus the square of a distance.
  func exactScore(_ queries: Matrix, _ query: Int, _ id: Int, _ metric: Metric) -> Double {
    queries.withRow(query) { x in withRow(id) { y in metric.order(x, y) } }
  }

  /// The exact score of two of the vectors.
  func exactScore(_ first: Int, _ second: Int, _ metric: Metric) -> Double {
    withRow(first) { x in withRow(second) { y in metric.order(x, y) } }
  }

  func check(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
  }
}

extension Metric {
  /// What prepared vectors are ordered by, higher is nearer; cosines are products of unit vectors.
  func order(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    self == .l2 ? -Self.squaredDistance(x, y) : Self.product(x, y)
  }

  /// The score that a user sees for one by which vectors are ordered.
  func score(ofOrder order: Double) -> Float {
    Float(self == .l2 ? (-order).squareRoot() : order)
  }
}
