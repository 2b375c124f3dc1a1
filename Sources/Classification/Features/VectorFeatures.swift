import SentenceEmbedding

/// The vector of a text, by any embedder.
public struct VectorFeatures: TextFeatures {
  /// What makes the vectors.
  public let embedder: any SentenceEmbedder

  /// The vectors of `embedder`.
  public init(_ embedder: any SentenceEmbedder) { self.embedder = embedder }

  /// Components of a vector.
  public var columns: Int { embedder.dimension }
  /// The checksum of the embedder.
  public var checksum: UInt64 { embedder.checksum }

  /// The vectors of texts: `[texts.count × columns]`.
  public func features(of texts: [String]) throws -> FeatureMatrix {
    .dense(try embedder.embed(texts))
  }
}
