import LexicalSearch
import TensorKit

/// The texts of an index in the order that a ranking gives them for one query.
package struct TextRanking {
  private let words: WordCollection?
  private let mix: RankingMix
  private let vectors: (any Ranker)?

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
