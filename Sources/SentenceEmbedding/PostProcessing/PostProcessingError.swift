/// Why vectors cannot be post-processed as asked.
public enum PostProcessingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No vectors were given to fit to.
  case noVectors
  /// More components are asked for than the vectors have.
  case tooManyComponents(requested: Int, dimension: Int)
  /// Whitening would scale up directions in which the vectors do not vary.
  case rankTooLow(requested: Int, rank: Int, vectors: Int)
  /// A vector has an infinite or undefined component.
  case notFinite(vector: Int)
  /// The post-processing was fitted to vectors of another dimension.
  case mismatchedDimension(expected: Int, found: Int)

  /// What happened, as a clause.
  public var description: String {
    switch self {
    case .noVectors:
      "no vectors to fit to"
    case .tooManyComponents(let requested, let dimension):
      "\(requested) components are asked for, but the vectors have only \(dimension)"
    case .rankTooLow(let requested, let rank, let vectors):
      "too few vectors: \(vectors), which vary in \(rank) directions, for \(requested) components"
    case .notFinite(let vector):
      "vector \(vector) (counted from 0) has an infinite or undefined component"
    case .mismatchedDimension(let expected, let found):
      "fitted to vectors of \(expected) dimensions, but these have \(found)"
    }
  }
}
