import Autoencoder
import CommandLineKit
import LatentSemanticAnalysis
import FileFormats
import SentenceEmbedding
import SkipGram
import TensorKit

/// Finds out what a path holds and loads it.
struct ModelLoading {
  /// Whether a post-processing that is kept with a model is left out.
  var raw = false
  /// How a model of words makes vectors of sentences where its name does not say so.
  var pooling = Pooling.sif
  /// Whether TF-IDF compares sentences even where there are vectors.
  var prefersSparse = false
  /// The number format of matrix products; nil for the fastest.
  var precision: Precision?
  /// Threads of models that have a pool of their own; 0 for one a core.
  var threads = 0

  /// Loads the model that a user named: a path, or MODEL:POOLING.
  func load(_ spelling: String) throws -> LoadedModel {
    let name = try ModelName(spelling)
    var model = try loadPlain(name)
    model.spelling = spelling
    let kept = model.postProcessingPath
    guard !raw, model.similarity == nil, let embedder = model.embedder,
      FileDescriptor.status(of: kept) != nil
    else {
      return model
    }
    return try model.postProcessed(
      by: PostProcessing(contentsOf: kept, model: embedder.checksum))
  }

  private func loadPlain(_ name: ModelName) throws -> LoadedModel {
    let path = name.path
    guard Paths.isFolder(path) else { return try words(name) }
    guard Paths.exists("\(path)/config.json") else { throw Self.unknownKind(path) }
    let config = try JSONValue(contentsOf: "\(path)/config.json")
    if config["kind"]?.text == "skipgram" { return try words(name) }
    try name.refusePooling()
    switch config["model_type"]?.text {
    case "lsa":
      let model = try LSAModel(contentsOf: path)
      return LoadedModel(
        path: path, embedder: model.embedder,
        similarity: prefersSparse || model.embedder == nil ? model.terms : nil)
    case nil where config["format"]?.text == "textae-autoencoder":
      let model = try SentenceAutoencoder(
        contentsOf: path, precision: precision, threads: threads)
      return LoadedModel(path: path, embedder: model, autoencoder: model)
    default: throw Self.unknownKind(path)
    }
  }

  /// Whether a path is a folder that says that it is an autoencoder.
  static func isAutoencoder(_ path: String) throws -> Bool {
    let config = path + "/config.json"
    guard Paths.exists(config) else { return false }
    return try JSONValue(contentsOf: config)["format"]?.text == "textae-autoencoder"
  }

  private static func unknownKind(_ path: String) -> CommandFailure {
    CommandFailure(
      "not a kind of model that textae knows", at: path,
      advice: "give a folder that train, skipgram or lsa wrote", exitStatus: .badData)
  }

  /// A skip-gram model, or a file of word2vec, GloVe or fastText.
  private func words(_ name: ModelName) throws -> LoadedModel {
    let model = try SkipGramModel(contentsOf: name.path)
    let pooling = name.pooling ?? pooling
    return LoadedModel(
      path: name.path, embedder: pooling.embedder(of: model), words: model,
      variant: pooling.rawValue)
  }
}
