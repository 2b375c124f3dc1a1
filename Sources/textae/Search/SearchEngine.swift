import LexicalSearch
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

/// Finds the texts of an index for queries.
struct SearchEngine {
  let index: SearchedIndex
  let ranking: Ranking
  /// Makes the vectors of queries; nil for a ranking by words.
  let embedder: (any SentenceEmbedder)?
  /// How many texts are found, and how hard a ranking by vectors looks.
  var options: SearchOptions
  /// What the rows must fulfill that a ranking by the vectors of single sentences finds.
  let conditions: [FieldCondition]
  let pool: WorkerPool
  /// Which words of a query the model that comes with textae reads by their letters; nil for others.
  var vocabulary: VocabularyFit?
  /// Whether blank lines are left out of the answers.
  var hidesBlanks = false
  /// How texts are numbered.
  var numbers = TextNumbers.ids

  private var count: Int { options.count }

  /// The texts found for each query, best first; none for a blank one.
  func answers(_ queries: [String]) throws -> [[FoundText]] {
    zip(queries, try shown { try $0.found(queries) }).map { $0.isBlank ? [] : $1 }
  }

  /// What `find` finds, without blank lines if those are hidden. Others take their places: more is asked
  /// for until there are enough, or no more.
  private func shown(
    _ find: (SearchEngine) throws -> [[FoundText]]
  ) rethrows -> [[FoundText]] {
    var wider = self
    while true {
      let found = try find(wider)
      guard hidesBlanks else { return found }
      let shown = found.map { $0.filter { $0.sentence?.isBlank != true } }
      let isEnough = zip(found, shown).allSatisfy { all, some in
        some.count >= count || all.count < wider.count
      }
      if isEnough { return shown.map { Array($0.prefix(count)) } }
      wider.options.count *= 4
    }
  }

  private func found(_ queries: [String]) throws -> [[FoundText]] {
    guard let embedder, ranking != .words else {
      let texts = TextRanking(words: index.words, mix: index.mix, vectors: nil)
      return try queries.map { try answer($0, texts) }
    }
    let vectors = try embedder.embed(queries)
    if let index = directIndex { return try answers(of: index, vectors) }
    return try zip(queries, try rankings(vectors)).map { try answer($0, $1) }
  }

  /// The texts found for each query vector, `[queries × dimension]`, best first.
  func answers(vectors queries: Matrix) throws -> [[FoundText]] {
    try shown { engine in
      if let index = directIndex { return try engine.answers(of: index, queries) }
      return try engine.rankings(queries).map { try engine.answer("", $0) }
    }
  }

  /// The vectors, if each is a text and nothing else decides.
  private var directIndex: MappedIndex? {
    ranking == .vectors && !index.hasDocuments ? index.vectors : nil
  }

  private func answers(of index: MappedIndex, _ queries: Matrix) throws -> [[FoundText]] {
    let found = try index.search(
      queries: queries, options: options, where: conditions, pool: pool)
    return try found.map { neighbors in
      try neighbors.map { neighbor in
        FoundText(
          id: neighbor.id, score: neighbor.score, sentence: try index.sentence(neighbor.id),
          parts: nil, fields: try fields(neighbor.id))
      }
    }
  }

  /// The columns beside a sentence; none beside a text of several.
  private func fields(_ id: Int) throws -> [FoundText.Field] {
    guard let vectors = index.vectors, !index.hasDocuments,
      let fields = try vectors.fields(id)
    else { return [] }
    return zip(vectors.columns, fields).map { FoundText.Field(name: $0, value: $1) }
  }

  private func rankings(_ queries: Matrix) throws -> [TextRanking] {
    guard let vectors = index.vectors else {
      throw CommandError.indexWithoutVectors(index: index.path)
    }
    var options = options
    options.ids = index.rows
    return try TextRanking.all(
      vectors, words: index.words, queries: queries, options: options, by: ranking, mix: index.mix,
      pool: pool)
  }

  private func answer(_ query: String, _ texts: TextRanking) throws -> [FoundText] {
    let found = try texts.ranked(query, count: count, by: ranking).filter {
      $0.score >= options.threshold ?? -.infinity
    }
    let parts = ranking == .hybrid ? try texts.parts(query, of: found.map(\.id)) : []
    return try found.enumerated().map { place, neighbor in
      FoundText(
        id: neighbor.id, score: neighbor.score,
        sentence: try sentence(of: neighbor.id, query, texts.documents),
        parts: parts.isEmpty ? nil : parts[place], fields: try fields(neighbor.id))
    }
  }

  /// What is shown of a text: of several sentences the one that answers best.
  private func sentence(
    of id: Int, _ query: String, _ documents: DocumentRanker?
  ) throws -> String? {
    guard index.hasDocuments, index.vectors != nil, let words = index.words else {
      return try index.sentence(id)
    }
    if let documents {
      return try documents.nearestSentence(of: id).flatMap { try index.sentence($0) }
    }
    let rows = try words.rows(id)
    // The last of several vectors is that of the whole.
    let sentences = try rows.prefix(max(1, rows.count - 1)).compactMap { try index.sentence($0) }
    let counts = sentences.map { words.analyzer.sharedTerms(of: query, and: $0) }
    return counts.firstIndex(of: counts.max() ?? 0).map { sentences[$0] }
  }
}

/// A text that a search has found.
struct FoundText {
  /// What a column has beside the text.
  struct Field {
    let name: String
    let value: String
  }

  /// Its number in the index, counted from 0.
  let id: Int
  let score: Float
  /// The text, or its best sentence; nil where the index has none.
  let sentence: String?
  /// The two scores that a hybrid ranking mixes.
  let parts: TextRanking.Parts?
  /// The columns beside the text.
  let fields: [Field]
}
