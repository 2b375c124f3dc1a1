import SentenceEmbedding
import TensorKit

/// A sentence as the mean of its word vectors.
///
/// The simplest embedding, and hard to beat: compare every other one with it. The order of the
/// words does not matter; words without a vector do not count.
public struct MeanEmbedder: SentenceEmbedder {
  /// The word vectors.
  public let model: SkipGramModel
  /// A checksum of words and vectors.
  public let checksum: UInt64

  /// Means of the vectors of `model`.
  public init(_ model: SkipGramModel) {
    self.model = model
    checksum = model.checksum
  }

  /// Components of every vector.
  public var dimension: Int { model.dimension }

  /// The mean vectors, `[sentences.count × dimension]`; zeros for a sentence without known words.
  public func embed(_ sentences: [String]) -> Matrix {
    model.averages(of: sentences, weights: nil)
  }

  /// The words with a vector, and those without.
  public func coverage(of sentence: String) -> WordCoverage? { model.coverage(of: sentence) }
}
