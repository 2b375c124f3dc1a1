/// What is to be done to vectors after the model: center them, remove components, whiten.
public struct PostProcessingRecipe: Codable, Hashable, Sendable {
  /// Whether the mean is subtracted.
  public var center: Bool
  /// How many of the strongest components are removed.
  public var remove: Int
  /// How many components are kept and scaled to unit variance; nil keeps all as they are.
  public var whiten: Int?

  /// A recipe. Whitening always centers; components to be removed come before those kept.
  public init(center: Bool = false, remove: Int = 0, whiten: Int? = nil) {
    self.center = center || whiten != nil
    self.remove = remove
    self.whiten = whiten
  }

  /// The vectors as they are.
  public static let none = PostProcessingRecipe()

  /// In a few words, for tables: "centered, 5 components removed".
  public var summary: String {
    var parts: [String] = []
    if center { parts.append("centered") }
    if remove > 0 { parts.append("\(remove) component\(remove == 1 ? "" : "s") removed") }
    if let whiten { parts.append("whitened to \(whiten)") }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}

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
  /// The post-processing was fitted to vectors of another length.
  case mismatchedDimension(expected: Int, found: Int)

  /// What happened, as a clause.
  public var description: String {
    switch self {
    case .noVectors:
      "no vectors to fit to"
    case .tooManyComponents(let requested, let dimension):
      "\(requested) components are asked for, but the vectors have only \(dimension)"
    case .rankTooLow(let requested, let rank, let vectors):
      "\(vectors) vectors vary in only \(rank) directions, too few for \(requested) components"
    case .notFinite(let vector):
      "vector \(vector) (counted from 0) has an infinite or undefined component"
    case .mismatchedDimension(let expected, let found):
      "fitted to vectors of \(expected) dimensions, but these have \(found)"
    }
  }
}
