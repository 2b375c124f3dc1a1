import LexicalSearch
import TextAutoencoder
import VectorSearch

/// What `search` searches: vectors, the words of the same sentences, or both.
///
/// A text is a sentence, or a line that was split into sentences.
struct SearchedIndex {
  let path: String
  /// The vectors of all sentences.
  let vectors: MappedIndex?
  /// The words of all texts.
  private(set) var words: WordCollection?
  /// The only rows that may be found; nil for all.
  private(set) var rows: Set<Int>?

  /// Opens an index of either kind.
  init(path: String) throws {
    self.path = path
    if LexicalIndex.isAt(path) {
      vectors = nil
      words = WordCollection(try LexicalIndex(path: path))
    } else {
      let index = try MappedIndex(path: path)
      (vectors, words) = (index, try WordCollection(of: index))
    }
  }

  /// The same index, where only the texts can be found whose columns fulfill all conditions.
  ///
  /// - Throws: `CommandError.indexWithoutColumns`; `SearchError`.
  func only(where conditions: [FieldCondition], pool: WorkerPool) throws -> SearchedIndex {
    guard let vectors, !vectors.columns.isEmpty else {
      throw CommandError.indexWithoutColumns(index: path)
    }
    let found = try vectors.ids(where: conditions, pool: pool)
    var result = self
    result.rows = found
    result.words = try words?.only(rows: found)
    return result
  }

  /// Whether texts are made of several sentences.
  var hasDocuments: Bool { words?.hasGroups ?? false }

  /// How scores are mixed.
  var mix: RankingMix { hasDocuments ? .documents : .sentences }

  /// The stored sentence of this number.
  func sentence(_ id: Int) throws -> String? {
    try vectors.map { try $0.sentence(id) } ?? words?.text(id)
  }

  /// The ranking that is asked for, or the best that the index allows.
  ///
  /// - Throws: `CommandError` for a ranking that the index does not allow.
  func ranking(_ asked: Ranking?, hasModel: Bool) throws -> Ranking {
    let canEmbed = vectors.map { $0.model != nil || hasModel } ?? false
    switch asked {
    case .words?, .hybrid?:
      guard words != nil else { throw CommandError.indexWithoutWords(index: path) }
      if asked == .words { return .words }
      guard let vectors else { throw CommandError.indexWithoutVectors(index: path) }
      guard vectors.metric == .cosine else { throw CommandError.hybridWithoutCosine(index: path) }
      return .hybrid
    case .vectors?:
      guard vectors != nil else { throw CommandError.indexWithoutVectors(index: path) }
      return .vectors
    case nil:
      guard words != nil else { return .vectors }
      guard canEmbed else { return .words }
      return vectors?.metric == .cosine ? .hybrid : .vectors
    }
  }
}
