import FileFormats
import SentenceEmbedding
import TensorKit

/// Latent semantic analysis: TF-IDF vectors in the space of their strongest directions.
///
/// A sentence is projected on the right singular vectors of the matrix of TF-IDF rows of a corpus
/// (Deerwester et al. 1990), so that words which occur in similar sentences count as similar.
/// Unknown words are ignored; a sentence without known words is the zero vector.
public struct LSAEmbedder: SentenceEmbedder {
  /// The weights of the words.
  public let terms: TFIDFModel
  /// The right singular vectors as columns, `[terms × dimension]`.
  public let projection: Matrix
  /// The singular values, largest first.
  public let singularValues: [Float]
  /// A checksum of the words, their stems, their weights and the directions.
  public let checksum: UInt64

  /// Components of every vector.
  public var dimension: Int { projection.columns }

  /// Finds the `dimension` strongest directions of the rows of `corpus`.
  ///
  /// `dimension` is at most the number of words.
  /// - Throws: `SymmetricEigenError` if the decomposition fails.
  public init(
    terms: TFIDFModel, corpus: SparseRows, dimension: Int, seed: UInt64 = 1, pool: WorkerPool
  ) throws(SymmetricEigenError) {
    let svd = try RandomizedSVD(
      of: corpus, rank: dimension, seed: seed, pool: pool)
    self.init(
      terms: terms, projection: svd.rightVectors,
      singularValues: svd.singularValues.map { Float($0) })
  }

  init(terms: TFIDFModel, projection: Matrix, singularValues: [Float]) {
    precondition(
      projection.rows == terms.terms.count,
      "\(projection.rows) directions for \(terms.terms.count) words")
    self.terms = terms
    self.projection = projection
    self.singularValues = singularValues
    var checksum = Checksum()
    for term in terms.terms { checksum.update([UInt8]((term + "\n").utf8)) }
    if let letters = terms.stemLetters { checksum.update([UInt8(letters)]) }
    checksum.update(terms.weights.span)
    projection.withElements { checksum.update($0) }
    self.checksum = checksum.value
  }

  /// The vectors of `sentences`, `[sentences.count × dimension]`.
  public func embed(_ sentences: [String]) -> Matrix {
    let result = Matrix(rows: sentences.count, columns: dimension)
    for (row, sentence) in sentences.enumerated() {
      result.withMutableRow(row) { target in
        for (term, value) in terms.vector(of: sentence) {
          projection.withRow(Int(term)) { Kernels.axpy(value, $0, &target) }
        }
      }
    }
    return result
  }

  /// The words that occurred in the corpus, and those that did not.
  public func coverage(of sentence: String) -> WordCoverage? { terms.coverage(of: sentence) }
}
