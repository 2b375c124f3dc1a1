import AutoencoderModel
import FileFormats
import NeuralLayers
import SentenceEmbedding
import TensorKit
import Tokenization

/// Word vectors that initialize the embedding tables, instead of random numbers.
///
/// A token gets the vector of the word with its spelling. Special tokens, and tokens without such a
/// word, stay random. All vectors are scaled by one factor, to the standard deviation of random
/// ones.
struct PretrainedEmbeddings {
  /// Tokens that have a vector, ascending.
  private let tokens: [UInt32]
  /// Their vectors: [tokens × E].
  private let vectors: Matrix
  /// Identifies these vectors.
  let checksum: String

  /// The number of tokens that have a vector.
  var count: Int { tokens.count }

  /// The vectors of the tokens of a vocabulary.
  init(
    _ words: any WordVectors, of tokenizer: Tokenizer, embeddingSize: Int
  ) throws(AutoencoderError) {
    guard words.dimension == embeddingSize else {
      throw .invalidSetting(
        name: "embedding size", value: "\(embeddingSize)",
        expected: "\(words.dimension), the size of the pretrained word vectors")
    }
    var (tokens, values): ([UInt32], [Float]) = ([], [])
    for token in 0..<UInt32(tokenizer.vocabularySize) where !tokenizer.isSpecial(token) {
      guard let vector = words.vector(of: tokenizer.tokens(of: [token])[0]) else { continue }
      tokens.append(token)
      values += vector
    }
    let deviation = Self.deviation(values)
    guard deviation > 0, deviation.isFinite else {
      throw .invalidSetting(
        name: "number of tokens with a word vector", value: "\(tokens.count)",
        expected: "1 or more, with vectors that differ; do they have the same vocabulary?"
      )
    }
    let scale = EmbeddingLayer.initialDeviation / deviation
    self.tokens = tokens
    vectors = Matrix(
      rows: tokens.count, columns: embeddingSize, values: values.map { $0 * scale })
    var sum = Checksum()
    var ids: [UInt8] = []
    for token in tokens { ids.append(littleEndian: UInt64(token)) }
    sum.update(ids)
    vectors.withElements { sum.update($0) }
    checksum = sum.value.hexadecimal
  }

  /// The standard deviation of all components.
  private static func deviation(_ values: [Float]) -> Float {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0.0) { $0 + Double($1) } / count
    let square = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return Float((square / count).squareRoot())
  }

  /// Overwrites the rows of the tokens that have a vector, in the encoder and the decoder.
  func write(to network: AutoencoderNetwork) {
    for table in [network.encoder.encoder.embedding, network.decoder.embedding] {
      for (row, token) in tokens.enumerated() {
        table.weight.value.copyRow(Int(token), from: vectors, row)
      }
    }
  }
}
