/// What an evaluation file asks of an embedder.
public enum EvaluationKind: String, Codable, CaseIterable, Sendable {
  /// Pairs of sentences with a similarity score: correlation.
  case similarity
  /// Pairs of sentences that mean the same thing or not: correlation, average precision.
  case paraphrase
  /// Pairs of sentences that belong together: rank of the second among all.
  case retrieval
  /// Queries and judged documents: mean average precision of a ranking.
  case documentRetrieval
  /// Sentences, each with a class: accuracy of a linear classifier.
  case classification
  /// Generated sentences that tell who acts on whom: accuracy of a linear classifier.
  case wordOrder
  /// Pairs of words with a similarity score: correlation.
  case wordSimilarity
  /// Questions "a is to b as c is to what": accuracy.
  case wordAnalogy

  /// Whether it asks about words rather than sentences.
  public var isAboutWords: Bool { self == .wordSimilarity || self == .wordAnalogy }
}
