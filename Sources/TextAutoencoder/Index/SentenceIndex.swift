import SentenceEmbedding
import TensorKit
import VectorSearch

/// A sentence found near a query.
public struct SentenceNeighbor: Sendable, Equatable {
  /// The place of the sentence in the index, counted from 0.
  public let id: Int
  /// The sentence.
  public let sentence: String
  /// The cosine of its vector and that of the query, −1 to 1.
  public let score: Float
}

/// Sentences in memory with their vectors, to be searched by meaning.
///
/// ```swift
/// let index = try SentenceIndex(sentences, embedder: model)
/// for neighbor in try index.neighbors(of: "great food .", count: 3) {
///   print(neighbor.score, neighbor.sentence)
/// }
/// ```
/// Every query is compared with every sentence. An index that is larger than memory, or kept on disk,
/// is an `MappedIndex`.
public struct SentenceIndex: Sendable {
  /// The sentences, in the order given.
  public let sentences: [String]
  private let embedder: any SentenceEmbedder
  private let index: FlatIndex
  private let pool: WorkerPool

  /// Embeds sentences and keeps their vectors.
  ///
  /// - Parameters:
  ///   - sentences: what is to be found; the same sentence may stand twice.
  ///   - embedder: makes the vectors of sentences and of queries.
  ///   - threads: how many threads search; 0 for one a core. Has no influence on what is found.
  /// - Throws: what the embedder throws, or `SearchError` for vectors that are not finite.
  public init(
    _ sentences: [String], embedder: some SentenceEmbedder, threads: Int = 0
  ) throws {
    self.sentences = sentences
    self.embedder = embedder
    index = try FlatIndex(vectors: embedder.embed(sentences), metric: .cosine)
    pool = WorkerPool(threads: threads)
  }

  /// The sentences nearest to `query`, nearest first.
  public func neighbors(of query: String, count: Int = 10) throws -> [SentenceNeighbor] {
    try neighbors(of: [query], count: count).first ?? []
  }

  /// The sentences nearest to each query, in the order of the queries.
  public func neighbors(of queries: [String], count: Int = 10) throws -> [[SentenceNeighbor]] {
    let found = try index.search(queries: embedder.embed(queries), count: count, pool: pool)
    return found.map { neighbors in
      neighbors.map {
        SentenceNeighbor(id: $0.id, sentence: sentences[$0.id], score: $0.score)
      }
    }
  }
}
