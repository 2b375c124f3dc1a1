import LexicalSearch
import SentenceEmbedding
import TensorKit
import VectorSearch

/// Sentences in memory with their vectors and their words, to search by meaning and by name.
///
/// ```swift
/// let index = try SentenceIndex(sentences, embedder: model)
/// for neighbor in try index.neighbors(of: "great food .", count: 3) {
///   print(neighbor.score, neighbor.sentence)
/// }
/// ```
/// Every query is compared with every sentence. Any number of tasks may query an index at once. For
/// an index on disk, or larger than memory, see `MappedIndex` and `LexicalIndex`.
public struct SentenceIndex: Sendable {
  /// The sentences, in the order given.
  public let sentences: [String]
  private let embedder: any SentenceEmbedder
  private let vectors: TextVectors
  private let words: WordCollection
  private let mix: RankingMix
  private let pool: WorkerPool

  /// Embeds sentences and stores their vectors and words.
  ///
  /// - Parameters:
  ///   - sentences: the sentences to search; one may occur twice.
  ///   - embedder: makes the vectors of sentences and queries.
  ///   - mix: how vectors and words are weighted in a hybrid ranking.
  ///   - threads: how many threads search; 0 for one per core. The result does not depend on it.
  /// - Throws: the errors of the embedder, `SearchError` for vectors that are not finite, or
  ///   `FileError` if there is no room for temporary files.
  public init(
    _ sentences: [String], embedder: some SentenceEmbedder, mix: RankingMix = .sentences,
    threads: Int = 0
  ) throws {
    self.sentences = sentences
    self.embedder = embedder
    self.mix = mix
    vectors = try TextVectors(try embedder.embed(sentences))
    words = WordCollection(try LexicalIndex(of: sentences))
    pool = WorkerPool(threads: threads)
  }

  /// The sentences nearest to `query`, nearest first.
  public func neighbors(
    of query: String, count: Int = 10, by ranking: Ranking = .hybrid
  ) throws -> [SentenceNeighbor] {
    try neighbors(of: [query], count: count, by: ranking).first ?? []
  }

  /// The sentences nearest to each query, in the order of the queries.
  public func neighbors(
    of queries: [String], count: Int = 10, by ranking: Ranking = .hybrid
  ) throws -> [[SentenceNeighbor]] {
    let proposals = ranking == .hybrid ? Proposals.first(count) : count
    let rankers =
      ranking == .words
      ? nil : try vectors.rankers(try embedder.embed(queries), count: proposals, pool: pool)
    return try queries.enumerated().map { place, query in
      let found = try TextRanking(words: words, mix: mix, vectors: rankers?[place])
        .ranked(query, count: count, by: ranking)
      return found.map { SentenceNeighbor(sentence: sentences[$0.id], neighbor: $0) }
    }
  }
}
