import TensorKit

/// An embedder whose vectors are changed by a post-processing.
public struct PostProcessedEmbedder: SentenceEmbedder {
  /// What makes the vectors.
  public let base: any SentenceEmbedder
  /// What changes them.
  public let postProcessing: PostProcessing

  /// The vectors of `base`, changed.
  ///
  /// - Throws: `PostProcessingError.mismatchedDimension` if it was fitted to another dimension.
  public init(
    _ base: any SentenceEmbedder, postProcessing: PostProcessing
  ) throws(PostProcessingError) {
    guard base.dimension == postProcessing.dimension else {
      throw .mismatchedDimension(expected: postProcessing.dimension, found: base.dimension)
    }
    self.base = base
    self.postProcessing = postProcessing
  }

  /// The vectors of `base` without their part along `direction`, a unit or zero vector.
  package init(_ base: any SentenceEmbedder, removing direction: [Float]) {
    precondition(
      direction.count == base.dimension, "\(direction.count) of \(base.dimension) components")
    self.base = base
    postProcessing = PostProcessing(
      recipe: PostProcessingRecipe(remove: 1), dimension: direction.count, mean: [],
      removed: Matrix(rows: 1, columns: direction.count, values: direction),
      whitening: Matrix(rows: 0, columns: direction.count))
  }

  /// Components of every vector.
  public var dimension: Int { postProcessing.outputDimension }

  /// A checksum of the base and the post-processing together.
  public var checksum: UInt64 { postProcessing.checksum(over: base.checksum) }

  /// The changed vectors, `[sentences.count × dimension]`.
  public func embed(_ sentences: [String]) throws -> Matrix {
    try postProcessing.applied(to: base.embed(sentences))
  }

  /// The words that `base` knows.
  public func coverage(of sentence: String) -> WordCoverage? { base.coverage(of: sentence) }
}
