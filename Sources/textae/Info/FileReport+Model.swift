import AutoencoderModel
import CommandLineKit
import EmbeddingEvaluation
import FileFormats
import Foundation
import LatentSemanticAnalysis
import SkipGram
import TextAutoencoder

extension FileReport {
  typealias Facts = [(name: String, value: JSONValue)]

  /// What a model is, in a word or two.
  static func title(of model: OpenedModel) -> String {
    if model.autoencoder != nil { return "autoencoder" }
    if model.wordVectors != nil { return "word vectors" }
    return model.plainEmbedder == nil ? "TF-IDF" : "TF-IDF and its LSA"
  }

  /// The sizes of a model, and how it was trained if that is known.
  static func figures(of model: OpenedModel) throws -> Facts {
    try model.autoencoder.map(facts) ?? model.wordVectors.map(facts)
      ?? model.termWeights.map { facts($0, dimension: model.facts.dimension) } ?? []
  }

  /// The sizes of an autoencoder, and what the last validation measured.
  private static func facts(_ model: SentenceAutoencoder) throws -> Facts {
    try model.verify()
    let shape = model.architecture
    let facts: Facts = [
      (name: "dimension", value: .integer(model.dimension)),
      (name: "vocabularySize", value: .integer(shape.vocabularySize)),
      (name: "tokenizer", value: .string(model.tokenizer.model.rawValue)),
      (name: "encoder", value: .string(shape.encoder)),
      (name: "embeddingSize", value: .integer(shape.embeddingSize)),
      (name: "hiddenSize", value: .integer(shape.hiddenSize)),
      (name: "layers", value: .integer(shape.layers)),
      (name: "bidirectional", value: .bool(shape.isBidirectional)),
      (name: "maximumLength", value: .integer(model.maximumLength)),
      (name: "parameters", value: .integer(model.parameterCount)),
    ]
    return facts + (try lastValidation(model.path))
  }

  private static func facts(_ model: TFIDFModel, dimension: Int) -> Facts {
    [
      (name: "words", value: .integer(model.terms.count)),
      (name: "dimension", value: .integer(dimension)),
      (name: "sentences", value: .integer(model.sentences)),
    ]
  }

  private static func lastValidation(_ path: String) throws -> Facts {
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
