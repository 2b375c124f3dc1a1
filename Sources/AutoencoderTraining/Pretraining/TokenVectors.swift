import AutoencoderModel
import NeuralLayers
import SentenceEmbedding
import TensorKit
import Tokenization

/// The token vectors that the encoder of a model has learned, for another model with the same
/// tokenizer to start from.
package struct TokenVectors: WordVectors, @unchecked Sendable {
  // Safe to share: the matrix is not changed after initialization.
  private let vectors: Matrix
  private let tokenizer: Tokenizer

  /// Reads the vectors of a model directory.
  ///
  /// - Throws: `FileError` and `AutoencoderError` if files are missing, damaged or inconsistent.
  package init(contentsOf path: String) throws {
    let files = try ModelFiles(ModelDirectory(path: path))
    let architecture = files.configuration.architecture
    let embedding = EmbeddingLayer(
      vocabularySize: architecture.vocabularySize, size: architecture.embeddingSize,
      prefix: "encoder.embedding")
    try WeightFile.read(files.weights, into: embedding.parameters)
    (vectors, tokenizer) = (embedding.weight.value, files.tokenizer)
  }

  package var dimension: Int { vectors.columns }

  package var words: [String] {
    tokenizer.tokens(
      of: (0..<UInt32(tokenizer.vocabularySize)).filter { !tokenizer.isSpecial($0) })
  }

  package func vector(of word: String) -> [Float]? {
    tokenizer.id(of: word).map { vectors.row(Int($0)) }
  }
}
