import FileFormats
import Foundation
import LocalServer
import TensorKit

/// Vectors of length 1 as the interface of OpenAI gives them, for programs that are made for it.
///
/// `input` is a text or a list of texts; `encoding_format` is `float` or `base64`, which clients of Python
/// ask for: little-endian floats of 32 bits. `model` may have any value, since there is one model.
enum OpenAIEmbeddingsEndpoint: ExplorerEndpoint {
  static let path = "/v1/embeddings"

  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue {
    let texts =
      try question["input"]?.text == nil
      ? question.texts(of: "input", most: 2_048) : [question.text(of: "input")]
    let format = question["encoding_format"]?.text ?? "float"
    guard ["float", "base64"].contains(format) else {
      throw RequestProblem(400, "encoding_format must be float or base64")
    }
    let dimension = explorer.embedder.dimension
    let wanted = try question.count("dimensions", most: .max, standard: dimension)
    guard wanted == dimension else {
      throw RequestProblem(400, "the vectors of this model have \(dimension) dimensions")
    }
    let vectors = try explorer.embedder.embed(texts)
    let data = (0..<vectors.rows).map { row -> JSONValue in
      let vector = unit(vectors.row(row))
      return [
        "object": "embedding", "index": .integer(row),
        "embedding": format == "float"
          ? .array(vector.map { .float($0) }) : .string(base64(vector)),
      ]
    }
    let tokens = texts.reduce(0) { $0 + tokenCount($1, explorer.model) }
    return [
      "object": "list", "data": .array(data), "model": .string(explorer.model.name),
      "usage": ["prompt_tokens": .integer(tokens), "total_tokens": .integer(tokens)],
    ]
  }

  private static func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }

  private static func base64(_ vector: [Float]) -> String {
    let bytes = vector.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) }
    }
    return Data(bytes).base64EncodedString()
  }

  /// Tokens of an autoencoder, or words.
  private static func tokenCount(_ text: String, _ model: LoadedModel) -> Int {
    model.autoencoder.map { $0.tokens(of: text).count }
      ?? text.split(whereSeparator: \.isWhitespace).count
  }
}
