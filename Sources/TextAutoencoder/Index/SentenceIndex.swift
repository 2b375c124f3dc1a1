import SentenceEmbedding
import TensorKit
import VectorSearch

/// Sentences in memory with their vectors, to search by meaning.
///
/// ```swift
/// let index = try SentenceIndex(sentences, embedder: model)
/// for neighbor in try index.neighbors(of: "great food .", count: 3) {
///   print(neighbor.score, neighbor.sentence)
/// }
/// ```
/// Every query is compared with every sentence. Any number of tasks may query an index at once. For
/// an index on disk, or larger than memory, see `MappedIndex`.
public struct SentenceIndex: Sendable {
  /// The sentences, in the order given.
  public let sentences: [String]
  private let embedder: any SentenceEmbedder
  private let index: FlatIndex
  private let pool: WorkerPool

  /// Embeds sentences and stores their vectors.
  ///
  /// - Parameters:
  ///   - sentences: the sentences to search; one may occur twice.
  ///   - embedder: makes the vectors of sentences and queries.
  ///   - threads: how many threads search; 0 for one per core. The result does not depend on it.
  /// - Throws: the errors of the embedder, or `SearchError` for vectors that are not finite.
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
      neighbors.map { SentenceNeighbor(sentence: sentences[$0.id], neighbor: $0) }
    }
  }
}
