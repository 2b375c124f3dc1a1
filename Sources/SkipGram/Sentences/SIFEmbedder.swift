import FileFormats
import SentenceEmbedding
import TensorKit

/// A sentence as an average of word vectors in which frequent words weigh less: a / (a + p(word)).
///
/// Smooth inverse frequency (Arora, Liang and Ma, "A simple but tough-to-beat baseline for sentence
/// embeddings", 2017). ``removingCommonComponent()`` is the second half of that method;
/// ``removingComponents(_:fittedTo:center:)`` fits it to sentences of your own.
///
/// ```swift
/// let embedder = SIFEmbedder(model)
/// let better = embedder.removingCommonComponent()
/// ```
public struct SIFEmbedder: SentenceEmbedder {
  /// The word vectors.
  public let model: SkipGramModel
  /// The constant a: words more frequent than this lose most of their weight.
  public let smoothing: Double
  /// The weight of each word: `[words]`.
  public let weights: [Float]
  /// A checksum of words, vectors and the constant.
  public let checksum: UInt64

  /// Weighted averages of the vectors of `model`.
  ///
  /// A model without counts is assumed to follow Zipf's law in the order of its words.
  public init(
    _ model: SkipGramModel, smoothing: Double = 1e-3
  ) {
    precondition(smoothing > 0 && smoothing.isFinite, "a = \(smoothing)")
    self.model = model
    self.smoothing = smoothing
    weights = SIFWeights.weights(
      words: model.words.count, counts: model.counts, smoothing: smoothing)
    var checksum = Checksum(seed: model.checksum)
    checksum.update(Array("sif \(smoothing)".utf8))
    self.checksum = checksum.value
  }

  /// Components of every vector.
  public var dimension: Int { model.dimension }

  /// The weighted averages, `[sentences.count × dimension]`; zeros without known words.
  public func embed(_ sentences: [String]) -> Matrix {
    model.averages(of: sentences, weights: weights)
  }

  /// The words with a vector, and those without.
  public func coverage(of sentence: String) -> WordCoverage? { model.coverage(of: sentence) }

  /// This embedder without the direction that the sentences of the training corpus share.
  ///
  /// For vectors of other programs, whose corpus is unknown, it is the direction of a long sentence
  /// of words drawn by their frequency.
  public func removingCommonComponent() -> PostProcessedEmbedder {
    let component =
      model.commonComponent
      ?? CommonComponent(words: model.words, counts: model.counts, vectors: model.wordVectors)
      .expected
    return PostProcessedEmbedder(self, removing: component)
  }

  /// This embedder with the strongest `count` components of its vectors of `sentences` removed.
  ///
  /// `center` subtracts the mean first; the original method does not.
  /// - Throws: `PostProcessingError` or `SymmetricEigenError` if they cannot be computed.
  public func removingComponents(
    _ count: Int = 1, fittedTo sentences: [String], center: Bool = false
  ) throws -> PostProcessedEmbedder {
    let fitted = try PostProcessing(
      fitting: embed(sentences), recipe: PostProcessingRecipe(center: center, remove: count))
    return try PostProcessedEmbedder(self, postProcessing: fitted)
  }
}
