/// What the encoder of a new model begins as.
public enum Initialization: String, CaseIterable, Codable, Sendable {
  /// Random weights; token vectors may be given.
  case random
  /// A sum of token vectors, which are given or random.
  case sum
  /// A sum of token vectors that stand for TF-IDF: similar sentences are near each other before the
  /// first update.
  case lexical
}
