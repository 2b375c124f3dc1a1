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

  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .noVectors:
      "There are no vectors to fit to: give a corpus with at least one sentence."
    case .tooManyComponents(let requested, let dimension):
      "\(requested) components are asked for, but vectors have only \(dimension): "
        + "remove or keep fewer."
    case .rankTooLow(let requested, let rank, let vectors):
      "\(vectors) vectors vary in only \(rank) directions, too few for \(requested) components: "
        + "fit to more sentences or keep fewer components."
    case .notFinite(let vector):
      "Vector \(vector + 1) has an infinite or undefined component: "
        + "the model that made it is damaged."
    case .mismatchedDimension(let expected, let found):
      "The post-processing was fitted to vectors of \(expected) components, these have \(found): "
        + "fit it again with this model."
    }
  }
}
