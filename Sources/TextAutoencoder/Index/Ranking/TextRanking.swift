import LexicalSearch
import TensorKit
import VectorSearch

/// The texts of an index in the order that a ranking gives them for one query.
package struct TextRanking {
  private let words: WordCollection?
  private let mix: RankingMix
  private let vectors: (any Ranker)?

  /// Ranks the texts by their vectors, if they are made of several sentences.
  package var documents: DocumentRanker? { vectors as? DocumentRanker }

  /// A ranking by words, by vectors, or by both.
  package init(words: WordCollection?, mix: RankingMix, vectors: (any Ranker)?) {
    self.words = words
    self.mix = mix
    self.vectors = vectors
  }

  /// The two scores that a hybrid ranking mixes.
  package struct Parts: Equatable, Sendable {
    /// The cosine of the vectors.
    package let cosine: Float
    /// The score of the words.
    package let words: Float
  }

  /// The `count` best texts for a query, best first, equal ones by lower id.
  package func ranked(
    _ query: String, count: Int, by ranking: Ranking
  ) throws -> [Neighbor] {
    let byWords = try words.map { try WordRanker($0, query: query, scoring: mix.scoring) }
    switch (ranking, vectors, byWords) {
    case (.words, _, let words?): return try words.ranked(count)
    case (.vectors, let vectors?, _): return try vectors.ranked(count)
    case (.hybrid, let vectors?, let words?):
      return try HybridRanker(vectors: vectors, words: words, vectorShare: mix.vectorShare)
        .ranked(count)
    default: preconditionFailure("a ranking by \(ranking) without what it needs")
    }
  }

  /// The scores of some texts, which a hybrid ranking has mixed.
  package func parts(_ query: String, of ids: [Int]) throws -> [Parts] {
    guard let words, let vectors else { return [] }
    let byWords = try WordRanker(words, query: query, scoring: mix.scoring)
    return zip(try vectors.scores(of: ids), try byWords.scores(of: ids)).map {
      Parts(cosine: $0, words: $1)
    }
  }
}

extension TextRanking {
  /// A ranking for each row of `queries`, `[queries × dimension]`, of the texts of an index on disk.
  ///
  /// `options` say how many texts will be asked for, and how hard is looked; with ids, other rows are not
  /// found. `ranking` is what will decide, so that enough vectors are found at once.
  /// - Throws: `SearchError` if a query is not finite or has another dimension.
  package static func all(
    _ index: MappedIndex, words: WordCollection?, queries: Matrix, options: SearchOptions,
    by ranking: Ranking, mix: RankingMix, pool: WorkerPool
  ) throws(SearchError) -> [TextRanking] {
    let hasDocuments = words?.hasGroups ?? false
    let proposals =
      ranking == .hybrid || hasDocuments ? Proposals.first(options.count) : options.count
    let rankers = try VectorRanker.all(
      index, queries: queries, found: hasDocuments ? 4 * proposals : proposals,
      effort: options.effort, ids: options.ids, pool: pool,
      // Whatever is found is in the index.
      vector: { index.vector($0) ?? [Float](repeating: 0, count: index.dimension) })
    return rankers.map { ranker in
      guard hasDocuments, let words else {
        return TextRanking(
          words: ranking == .vectors ? nil : words, mix: mix, vectors: ranker)
      }
      let documents = DocumentRanker(
        vectors: ranker, groups: words, bestSentences: mix.bestSentences)
      return TextRanking(words: ranking == .vectors ? nil : words, mix: mix, vectors: documents)
    }
  }
}
