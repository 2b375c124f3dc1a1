import AutoencoderModel
import CommandLineKit
import SkipGram
import TensorKit
import TextAutoencoder

extension WordPooling: ArgumentChoice {}

/// Opens the model that a user named, with the options of a command.
struct ModelLoading {
  /// Whether a post-processing that is kept with a model is left out.
  var raw = false
  /// How word vectors become a sentence vector, unless the name of the model says it.
  var pooling = WordPooling.sif
  /// Whether TF-IDF compares sentences even where there are vectors.
  var prefersSparse = false
  /// The number format of matrix products; nil for the fastest.
  var precision: Precision?
  /// Threads of models that have a pool of their own; 0 for one per core.
  var threads = 0

  /// Opens the model that a user named: a path, or MODEL:POOLING.
  func load(_ spelling: String) throws -> LoadedModel {
    var options = ModelStore.Options()
    options.precision = precision
    options.threads = threads
    options.pooling = pooling
    options.appliesPostProcessing = !raw
    do {
      return try LoadedModel(
        ModelStore.open(spelling, options: options), spelling: spelling,
        prefersSparse: prefersSparse)
    } catch let error as ModelStoreError {
      throw error.failure
    }
  }

  /// Whether a path is a folder that says that it is an autoencoder.
  static func isAutoencoder(_ path: String) throws -> Bool {
    try ModelStore.kind(of: path) == "autoencoder"
  }
}
