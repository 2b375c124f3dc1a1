import SentenceEmbedding
import SkipGram

/// What an opened model is.
public struct ModelFacts: Equatable, Sendable {
  /// The type: `autoencoder`, `skipgram`, `lsa` or, for files of other programs, `word-vectors`.
  public let kind: String
  /// The path of its folder or file.
  public let path: String
  /// How its words become a sentence; nil for models without word vectors.
  public let pooling: WordPooling?
  /// The checksum of what makes the vectors, post-processing included; nil without vectors.
  public let checksum: UInt64?
  /// Components of a sentence vector; 0 if it only compares sentences.
  public let dimension: Int
  /// What is done to the vectors of the model itself.
  public let postProcessing: PostProcessingRecipe

  /// Where a post-processing of its vectors is kept; each pooling has its own.
  public var postProcessingPath: String {
    PostProcessing.path(forModel: path, variant: pooling?.rawValue)
  }
}
