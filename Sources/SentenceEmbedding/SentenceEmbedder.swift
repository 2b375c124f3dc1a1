import TensorKit

/// Anything that turns a sentence into a vector of fixed length.
///
/// Whatever compares, indexes, evaluates or reports takes this protocol, so an autoencoder,
/// averaged word vectors and latent semantic analysis are interchangeable.
public protocol SentenceEmbedder: Sendable {
  /// Components of every vector.
  var dimension: Int { get }

  /// A checksum of the bytes of the model, by which an index knows what made its vectors.
  var checksum: UInt64 { get }

  /// The vectors of `sentences`, in their order, `[sentences.count × dimension]`.
  ///
  /// A row depends on its own sentence only: a sentence has the same vector, to the bit, alone or
  /// among others.
  func embed(_ sentences: [String]) throws -> Matrix

  /// Which words of a sentence the model knows; nil for a model to which no text is unknown.
  func coverage(of sentence: String) -> WordCoverage?
}

extension SentenceEmbedder {
  /// Nil: no text is unknown.
  public func coverage(of sentence: String) -> WordCoverage? { nil }
}
