/// Anything that says how alike two sentences are, whether or not it has dense vectors.
///
/// Sparse methods (TF-IDF) conform directly; an embedder takes part through `CosineSimilarity`.
public protocol SentenceSimilarity: Sendable {
  /// One score a pair, larger for more alike, in the order of `pairs`.
  func similarities(of pairs: [(first: String, second: String)]) throws -> [Double]
}
