import FileFormats

/// The terms of a query, with what is known of them in a collection.
public struct LexicalQuery: Sendable {
  /// A term of the query.
  struct Term: Equatable, Sendable {
    let bytes: [UInt8]
    /// How often the query has it; less for a common word among few texts.
    let count: Double
    /// How many documents have it.
    let documentFrequency: Int
  }

  /// The different terms in the order of their bytes, in which scores are summed up.
  let terms: [Term]
  /// The collection.
  public let statistics: LexicalStatistics

  /// What the sums of a scoring are divided by; 1 for a query without words.
  package func scale(_ scoring: some WordScoring) -> Double {
    terms.isEmpty ? 1 : scoring.scale(terms.map { ($0.count, $0.documentFrequency) }, statistics)
  }

  /// A query to indexes that count as one collection: how rare a word is depends on all of them.
  ///
  /// All must have the stemmer of the first. With `discounts`, the common words of its language count
  /// less where there are few texts.
  /// - Throws: `FileError.malformed` if an index is damaged.
  public init(
    _ text: String, in indexes: [LexicalIndex], discountsCommonWords discounts: Bool = false
  ) throws(FileError) {
    var counts: [[UInt8]: Int] = [:]
    for term in indexes.first?.analyzer.terms(of: text) ?? [] { counts[term, default: 0] += 1 }
    let documents = indexes.reduce(0) { $0 + $1.count }
    let common =
      discounts ? indexes.first.flatMap { CommonWords.ofLanguage(of: $0.analyzer.stemmer) } : nil
    var terms: [Term] = []
    for (bytes, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      var frequency = 0
      for index in indexes { frequency += try index.documentFrequency(of: bytes) }
      let share = common?.share(of: bytes, documents: documents) ?? 1
      terms.append(
        Term(bytes: bytes, count: Double(count) * share, documentFrequency: frequency))
    }
    self.terms = terms
    statistics = LexicalStatistics(
      documents: documents,
      words: indexes.reduce(0) { $0 + $1.wordCount })
  }
}
