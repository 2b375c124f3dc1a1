import SentenceEmbedding
import SkipGram

/// A description of an opened model.
public struct ModelFacts: Equatable, Sendable {
  /// The type: `autoencoder`, `skipgram`, `lsa` or, for files of other programs, `word-vectors`.
  public let kind: String
  /// The path of its folder or file.
  public let path: String
  /// Whether it is compiled into the program; `path` is then its name.
  public let comesWithPackage: Bool
  /// How word vectors are combined into a sentence vector; nil for models without word vectors.
  public let pooling: WordPooling?
  /// A checksum of everything that affects the vectors, post-processing included; nil without
  /// vectors.
  public var checksum: UInt64? { embedder?.checksum }
  /// Components of a sentence vector; 0 if the model only compares sentences.
  public let dimension: Int
  /// The post-processing of the model's vectors.
  public let postProcessing: PostProcessingRecipe

  /// What embeds sentences, post-processing included; its checksum is made when it is needed.
  let embedder: (any SentenceEmbedder)?

  /// Whether all facts are the same.
  public static func == (first: Self, second: Self) -> Bool {
    (first.kind, first.path, first.pooling, first.checksum, first.dimension)
      == (second.kind, second.path, second.pooling, second.checksum, second.dimension)
      && first.postProcessing == second.postProcessing
  }

  /// The file of a post-processing of its vectors; each pooling has its own.
  public var postProcessingPath: String {
    PostProcessing.path(forModel: path, variant: pooling?.rawValue)
  }
}
