import LexicalSearch
import SentenceEmbedding
import TensorKit
import Tokenization

/// Texts of several sentences in memory, to search by the vectors of their sentences and by their
/// words.
///
/// ```swift
/// let index = try DocumentIndex(articles, embedder: model)
/// for neighbor in try index.neighbors(of: "heat in composite slabs", count: 3) {
///   print(neighbor.score, articles[neighbor.id])
/// }
/// ```
/// A vector holds a sentence well and a page badly, so a document is as near as its nearest sentences and
/// their mean. Its words are scored as a whole.
public struct DocumentIndex: Sendable {
  /// How many documents there are.
  public var count: Int { words.count }
  private let embedder: (any SentenceEmbedder)?
  private let vectors: TextVectors?
  private let words: WordCollection
  private let mix: RankingMix
  private let pool: WorkerPool

  /// Splits documents into sentences, and stores their vectors and words.
  ///
  /// - Parameters:
  ///   - documents: the texts to search.
  ///   - embedder: makes the vectors of sentences and queries; nil to search by words only.
  ///   - splits: whether documents are split; otherwise each is one long sentence.
  ///   - mix: how vectors and words are weighted in a hybrid ranking.
  ///   - threads: how many threads search; 0 for one per core. The result does not depend on it.
  /// - Throws: the errors of the embedder, `SearchError` for vectors that are not finite, or
  ///   `FileError` if there is no room for temporary files.
  public init(
    _ documents: [String], embedder: (any SentenceEmbedder)?, splits: Bool = true,
    mix: RankingMix = .documents, threads: Int = 0
  ) throws {
    self.embedder = embedder
    self.mix = mix
    let groups = documents.map { splits ? SentenceSplitter.sentences(of: $0) : [$0] }
    words = WordCollection(
      try LexicalIndex(ofSentences: groups, rows: DocumentVectors.count))
    vectors = try embedder.map {
      try TextVectors(
        DocumentVectors.withMeans(
          try $0.embed(groups.flatMap { $0 }), sentences: groups.map(\.count)))
    }
    pool = WorkerPool(threads: threads)
  }

  /// The documents nearest to `query`, nearest first, by their numbers.
  public func neighbors(
    of query: String, count: Int = 10, by ranking: Ranking = .hybrid
  ) throws -> [Neighbor] {
    try neighbors(of: [query], count: count, by: ranking).first ?? []
  }

  /// The documents nearest to each query, in the order of the queries.
  ///
  /// Without an embedder, the ranking has to be that by words.
  public func neighbors(
    of queries: [String], count: Int = 10, by ranking: Ranking = .hybrid
  ) throws -> [[Neighbor]] {
    var rankers: [VectorRanker]?
    if ranking != .words, let embedder, let vectors {
      rankers = try vectors.rankers(
        try embedder.embed(queries), count: 4 * Proposals.first(count), pool: pool)
    }
    return try queries.enumerated().map { place, query in
      let documents = rankers.map {
        DocumentRanker(
          vectors: $0[place], groups: words, bestSentences: mix.bestSentences)
      }
      return try TextRanking(words: words, mix: mix, vectors: documents)
        .ranked(query, count: count, by: ranking)
    }
  }
}
