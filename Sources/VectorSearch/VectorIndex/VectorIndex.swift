import TensorKit

/// How near two vectors are.
public enum SearchMetric: String, CaseIterable, Sendable {
  /// The cosine of the angle; a vector of zeros has 0 with every other. Higher is nearer.
  case cosine
  /// The inner product. Higher is nearer.
  case dot
  /// The Euclidean distance. Lower is nearer.
  case l2

  /// The score that a user sees for one by which vectors are ordered: minus the square of a distance.
  func score(ofOrder order: Double) -> Float {
    Float(self == .l2 ? (-order).squareRoot() : order)
  }
}

/// A vector found near a query.
public struct Neighbor: Equatable, Sendable {
  /// The row of the vector, counted from 0 in the order in which they were added.
  public let id: Int
  /// The cosine, the inner product or the Euclidean distance, by the metric of the index.
  public let score: Float

  /// Pairs a row with its score.
  public init(id: Int, score: Float) {
    self.id = id
    self.score = score
  }
}

/// Something that finds the vectors nearest to a query.
public protocol VectorIndex: Sendable {
  /// How many vectors there are.
  var count: Int { get }
  /// How many numbers a vector has.
  var dimension: Int { get }
  /// What "near" means.
  var metric: SearchMetric { get }

  /// The nearest vectors of every query, nearest first, equally near ones by lower id.
  ///
  /// `queries` is `[queries × dimension]`; a list has `count` neighbours, or all vectors if there
  /// are fewer. The answer to a query does not depend on the others nor on the number of threads.
  /// - Throws: `SearchError` if a query has another dimension or is no finite vector.
  func search(
    queries: Matrix, count: Int, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]]

  /// The score of two of its own vectors, as a search for one of them would give it to the other.
  func score(between first: Int, and second: Int) -> Float
}

/// Vectors that cannot be searched, or searched for.
public enum SearchError: Error, Equatable, Sendable {
  /// A vector has another dimension than the index.
  case wrongDimension(expected: Int, found: Int)
  /// A vector has a component that is not finite; rows are counted from 0.
  case notFinite(row: Int)
  /// A vector is so long that products with it would overflow.
  case tooLong(row: Int, limit: Double)
}

extension SearchError: CustomStringConvertible {
  /// What is wrong with the vectors, as a clause.
  public var description: String {
    switch self {
    case .wrongDimension(let expected, let found):
      "a vector of \(found) dimensions, but the index has \(expected)"
    case .notFinite(let row):
      "vector \(row) (counted from 0) has an infinite or undefined component"
    case .tooLong(let row, let limit):
      "vector \(row) (counted from 0) is longer than \(limit)"
    }
  }
}
