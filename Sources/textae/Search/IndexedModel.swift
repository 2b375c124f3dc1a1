import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

/// Finds and loads the model that is recorded in an index.
struct IndexedModel {
  let index: MappedIndex
  /// A path that the user gives instead of the recorded one.
  let override: String?

  /// Loads the model; throws if another model made the vectors of the index.
  func load(precision: Precision?, threads: Int) throws -> any SentenceEmbedder {
    guard let remembered = index.model else {
      throw CommandFailure(
        "the index has no model", at: index.path,
        advice: "give query vectors with --vectors")
    }
    let path = override ?? place(of: remembered)
    guard override != nil || exists(path) else {
      throw CommandFailure(
        "the model of the index is not at \(path)", at: index.path,
        advice: "give its path with --model")
    }
    var loading = ModelLoading(precision: precision, threads: threads)
    let embedder = try loading.load(path).sentenceEmbedder()
    if embedder.checksum == remembered.checksum { return embedder }
    // An index may have vectors without post-processing.
    loading.raw = true
    let plain = try loading.load(path).sentenceEmbedder()
    guard plain.checksum == remembered.checksum else {
      throw CommandFailure(
        "another model made the vectors of the index", at: "\(index.path), \(path)",
        advice: "build the index again, or give the right model with --model",
        exitStatus: .badData)
    }
    return plain
  }

  /// The recorded path, or the same path relative to the folder of the index.
  private func place(of model: IndexModel) -> String {
    guard !exists(model.path), !model.path.hasPrefix("/"),
      let slash = index.path.lastIndex(of: "/")
    else { return model.path }
    let beside = String(index.path[...slash]) + model.path
    return exists(beside) ? beside : model.path
  }

  private func exists(_ name: String) -> Bool {
    guard let name = try? ModelName(name) else { return false }
    return Paths.exists(name.path)
  }
}
