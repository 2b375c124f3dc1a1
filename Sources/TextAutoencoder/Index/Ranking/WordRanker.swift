import LexicalSearch

/// Ranks by the words that a text and the query share.
package struct WordRanker: Ranker {
  private let texts: WordCollection
  private let query: LexicalQuery
  private let scoring: any WordScoring

  package init(_ texts: WordCollection, query: String, scoring: any WordScoring) throws {
    self.texts = texts
    self.query = try texts.query(query)
    self.scoring = scoring
  }

  package var count: Int { texts.count }

  package func best(_ count: Int) throws -> Candidates {
    let found = try texts.search(query, count: count, scoring: scoring)
    // Texts that were not found have no word of the query, or are worse.
    return Candidates(
      ids: found.map(\.id), bound: found.count < count ? 0 : found.last?.score ?? 0)
  }

  /// Only texts with a word of the query.
  package func ranked(_ count: Int) throws -> [Neighbor] {
    try texts.search(query, count: count, scoring: scoring)
  }

  package func scores(of ids: [Int]) throws -> [Float] {
    try texts.scores(of: ids, for: query, scoring: scoring)
  }
}
