import TensorKit

/// The likeness of sentences as the similarity of the vectors that an embedder gives them.
public struct CosineSimilarity: SentenceSimilarity {
  /// What makes the vectors.
  public let embedder: any SentenceEmbedder
  /// How vectors are compared.
  public let similarity: Similarity

  /// The cosine, or another `similarity`, of the vectors of `embedder`.
  public init(_ embedder: any SentenceEmbedder, similarity: Similarity = .cosine) {
    self.embedder = embedder
    self.similarity = similarity
  }

  /// One score a pair. A zero vector has cosine 0 with every other.
  public func similarities(of pairs: [(first: String, second: String)]) throws -> [Double] {
    let first = try embedder.embed(pairs.map(\.first))
    let second = try embedder.embed(pairs.map(\.second))
    return pairs.indices.map { similarity(first, row: $0, second, row: $0) }
  }
}
