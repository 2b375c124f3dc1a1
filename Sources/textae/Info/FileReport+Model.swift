import Autoencoder
import CommandLineKit
import FileFormats
import Foundation
import LatentSemanticAnalysis

extension FileReport {
  /// A model folder: its sizes, and what the last validation measured.
  static func model(_ path: String) throws -> Report {
    let model = try SentenceAutoencoder(contentsOf: path, threads: 1)
    let shape = model.architecture
    let facts: [(name: String, value: JSONValue)] = [
      (name: "file", value: .string(path)), (name: "kind", value: "autoencoder"),
      (name: "dimension", value: .integer(model.dimension)),
      (name: "vocabularySize", value: .integer(shape.vocabularySize)),
      (name: "tokenizer", value: .string(model.tokenizer.model.rawValue)),
      (name: "embeddingSize", value: .integer(shape.embeddingSize)),
      (name: "hiddenSize", value: .integer(shape.hiddenSize)),
      (name: "layers", value: .integer(shape.layers)),
      (name: "bidirectional", value: .bool(shape.isBidirectional)),
      (name: "maximumLength", value: .integer(model.maximumLength)),
      (name: "parameters", value: .integer(shape.parameterCount)),
    ]
    return Report(title: "\(path): autoencoder", facts: facts + (try lastValidation(path)))
  }

  /// A folder of `lsa`: TF-IDF weights and, unless the dimension is 0, vectors.
  static func latent(_ path: String) throws -> Report {
    let model = try LSAModel(contentsOf: path)
    return Report(
      title: "\(path): TF-IDF" + (model.embedder == nil ? "" : " and its LSA"),
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: "lsa"),
        (name: "words", value: .integer(model.terms.terms.count)),
        (name: "dimension", value: .integer(model.embedder?.dimension ?? 0)),
        (name: "sentences", value: .integer(model.terms.sentences)),
      ])
  }

  private static func lastValidation(_ path: String) throws -> [(name: String, value: JSONValue)] {
    let log = path + "/log.jsonl"
    guard FileManager.default.fileExists(atPath: log) else { return [] }
    let reader = try LineReader(path: log)
    var last: [UInt8] = []
    while let line = try reader.next() { last = line }
    guard !last.isEmpty else { return [] }
    let report = try JSONValue(parsing: last, path: log)
    return [(name: "lastValidation", value: report)]
  }
}
