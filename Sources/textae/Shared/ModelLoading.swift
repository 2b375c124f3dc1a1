import Autoencoder
import CommandLineKit
import EmbeddingEvaluation
import FileFormats
import SentenceEmbedding
import SkipGram
import TensorKit

/// Finds out what a path holds and loads it.
struct ModelLoading {
  /// Whether a post-processing that is kept with a model is left out.
  var raw = false
  /// How a model of words makes vectors of sentences.
  var pooling = Pooling.sif
  /// Whether TF-IDF compares sentences even where there are vectors.
  var prefersSparse = false
  /// The number format of matrix products; nil for the fastest.
  var precision: Precision?
  /// Threads of models that have a pool of their own; 0 for one a core.
  var threads = 0

  func load(_ path: String) throws -> LoadedModel {
    let model = try loadPlain(path)
    let kept = model.postProcessingPath
    guard !raw, model.similarity == nil, let embedder = model.embedder,
      FileDescriptor.status(of: kept) != nil
    else {
      return model
    }
    return try model.postProcessed(
      by: PostProcessing(contentsOf: kept, model: embedder.checksum))
  }

  private func loadPlain(_ path: String) throws -> LoadedModel {
    guard FileDescriptor.status(of: path)?.kind == .directory else { return try words(path) }
    let config = try JSONValue(contentsOf: "\(path)/config.json")
    if config["kind"]?.text == "skipgram" { return try words(path) }
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
    default:
      throw CommandFailure(
        "not a kind of model that textae knows", at: path,
        advice: "give a folder that train, skipgram or lsa wrote", exitStatus: .badData)
    }
  }

  /// A skip-gram model, or a file of word2vec, GloVe or fastText.
  private func words(_ path: String) throws -> LoadedModel {
    let model = try SkipGramModel(contentsOf: path)
    let embedder: any SentenceEmbedder =
      switch pooling {
      case .mean: MeanEmbedder(model)
      case .sif: SIFEmbedder(model)
      }
    return LoadedModel(path: path, embedder: embedder, words: model, variant: pooling.rawValue)
  }
}

/// How word vectors become the vector of a sentence: the values of `--pooling`.
enum Pooling: String, ArgumentChoice {
  case mean, sif
}
