import AutoencoderModel
import CommandLineKit
import SkipGram
import TensorKit
import TextAutoencoder

extension WordPooling: ArgumentChoice {}

/// Opens a model by name, with the options of a command.
struct ModelLoading {
  /// Whether to skip the post-processing stored with a model.
  var raw = false
  /// How word vectors are combined into a sentence vector, unless the model's name says so.
  var pooling = WordPooling.sif
  /// Whether to compare sentences by TF-IDF even if the model has vectors.
  var prefersSparse = false
  /// The number format of matrix products; nil for the faster of `f32` and `bf16`.
  var precision: EncodingPrecision?
  /// The number of threads, for models with their own pool; 0 for one per core.
  var threads = 0

  /// Opens a model by name: a path, or MODEL:POOLING.
  func load(_ spelling: String) throws -> LoadedModel {
    var options = ModelStore.Options()
    options.precision = precision
    options.threads = threads
    options.pooling = pooling
    options.appliesPostProcessing = !raw
    return try LoadedModel(
      ModelStore.open(spelling, options: options), spelling: spelling,
      prefersSparse: prefersSparse)
  }

  /// Whether a path is a folder with an autoencoder.
  static func isAutoencoder(_ path: String) throws -> Bool {
    try ModelStore.kind(of: path) == "autoencoder"
  }
}
