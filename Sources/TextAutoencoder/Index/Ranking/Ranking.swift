/// What decides the order of the texts that a search finds.
public enum Ranking: String, CaseIterable, Sendable {
  /// The cosine of the vectors that a model gives.
  case vectors
  /// The words that a text and the query share.
  case words
  /// Both, weighted as a ``RankingMix`` says.
  case hybrid
}
