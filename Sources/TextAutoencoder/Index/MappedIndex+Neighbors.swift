import LexicalSearch
import SentenceEmbedding
import TensorKit
import VectorSearch

extension MappedIndex {
  /// The texts of an index on disk that answer queries best, by meaning and by name.
  ///
  /// ```swift
  /// let index = try MappedIndex(path: "notes.index")
  /// let model = try SentenceAutoencoder.english
  /// for neighbor in try index.neighbors(of: ["a cold soup"], embedder: model)[0] {
  ///   print(neighbor.score, try index.sentence(neighbor.id) ?? "")
  /// }
  /// ```
  /// `textae index build` makes such an index, and ``IndexWords`` does from a program.
  ///
  /// - Parameters:
  ///   - queries: the sentences to look for.
  ///   - embedder: the model that made the vectors of the index.
  ///   - count: how many texts are found for each query.
  ///   - ranking: what decides. Words and hybrid need an index with words, hybrid and texts of several
  ///     sentences one with the metric cosine.
  ///   - conditions: what the columns of a row have to hold.
  ///   - mix: how vectors and words are weighted; nil takes that for sentences, or for documents.
  ///   - pool: the threads. The answer does not depend on their number.
  /// - Returns: for each query the texts, best first, equal ones by lower id. Ids are those of rows, or of
  ///   texts that were split into sentences the numbers of the texts.
  /// - Throws: ``RankingError``, `SearchError`, `FileError` for a damaged index, and what the embedder
  ///   throws.
  public func neighbors(
    of queries: [String], embedder: some SentenceEmbedder, count: Int = 10,
    by ranking: Ranking = .hybrid, where conditions: [FieldCondition] = [],
    mix: RankingMix? = nil, pool: WorkerPool = WorkerPool()
  ) throws -> [[Neighbor]] {
    let rows = conditions.isEmpty ? nil : try ids(where: conditions, pool: pool)
    var words = try WordCollection(of: self)
    if let rows { words = try words?.only(rows: rows) }
    let hasDocuments = words?.hasGroups ?? false
    if words == nil, ranking != .vectors { throw RankingError.noWords(index: path) }
    if ranking != .words, ranking == .hybrid || hasDocuments, metric != .cosine {
      throw RankingError.otherMetric(index: path)
    }
    let mix = mix ?? (hasDocuments ? .documents : .sentences)
    guard ranking != .words else {
      let texts = TextRanking(words: words, mix: mix, vectors: nil)
      return try queries.map { try texts.ranked($0, count: count, by: .words) }
    }
    let rankings = try TextRanking.all(
      self, words: words, queries: try embedder.embed(queries),
      options: SearchOptions(count: count, ids: rows), by: ranking, mix: mix, pool: pool)
    return try zip(queries, rankings).map { try $1.ranked($0, count: count, by: ranking) }
  }
}

/// Why an index cannot be ranked in a way.
public enum RankingError: Error, Equatable, CustomStringConvertible {
  /// The index has no words.
  case noWords(index: String)
  /// The index compares vectors with another metric than the cosine, whose scores do not mix with others.
  case otherMetric(index: String)

  /// What is wrong, as a sentence.
  public var description: String {
    switch self {
    case .noWords(let index): "\(index): the index has no words"
    case .otherMetric(let index): "\(index): the metric of the index is not the cosine"
    }
  }
}
