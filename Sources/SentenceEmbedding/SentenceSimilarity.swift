/// Anything that scores how similar two sentences are, with or without dense vectors.
///
/// Sparse methods (TF-IDF) conform directly; `CosineSimilarity` makes an embedder conform.
public protocol SentenceSimilarity: Sendable {
  /// One score per pair, higher for more similar, in the order of `pairs`.
  func similarities(of pairs: [(first: String, second: String)]) throws -> [Double]
}
