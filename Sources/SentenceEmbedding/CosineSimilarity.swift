import TensorKit

/// Compares sentences by the cosine of their vectors.
public struct CosineSimilarity: SentenceSimilarity {
  /// What makes the vectors.
  public let embedder: any SentenceEmbedder

  /// The cosine of the vectors of `embedder`.
  public init(_ embedder: any SentenceEmbedder) {
    self.embedder = embedder
  }

  /// One score per pair. A zero vector has cosine 0 with every other.
  public func similarities(of pairs: [(first: String, second: String)]) throws -> [Double] {
    let first = try embedder.embed(pairs.map(\.first))
    let second = try embedder.embed(pairs.map(\.second))
    return pairs.indices.map { Metric.cosine(first, row: $0, second, row: $0) }
  }
}
