import EnglishModel
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
  func load(
    precision: EncodingPrecision?, threads: Int
  ) throws -> (embedder: any SentenceEmbedder, model: LoadedModel) {
    guard let remembered = index.model else {
      throw CommandError.indexWithoutModel(index: index.path)
    }
    let path = try locate(remembered)
    let model = try ModelLoading(precision: precision, threads: threads).load(path)
    let embedder = try model.sentenceEmbedder()
    if embedder.checksum == remembered.checksum { return (embedder, model) }
    // An index may have vectors without post-processing.
    guard let plain = model.opened.plainEmbedder, plain.checksum == remembered.checksum else {
      throw model.opened.facts.comesWithPackage && override == nil
        ? CommandError.otherEnglishModel(index: index.path)
        : CommandError.otherModel(index: index.path, path: path)
    }
    return (plain, model)
  }

  /// The path that the user gives, or that of the recorded model.
  ///
  /// - Throws: `CommandError` if the recorded model is not there any more.
  func locate(_ remembered: IndexModel) throws -> String {
    let path = override ?? place(of: remembered)
    guard override != nil || exists(path) || ModelInTheBox.names.contains(path) else {
      throw CommandError.missingModel(index: index.path, path: path)
    }
    return path
  }

  /// The recorded path, or the same path relative to the folder of the index.
  private func place(of model: IndexModel) -> String {
    let place = Paths.withoutFinalSlashes(index.path)
    guard !exists(model.path), !model.path.hasPrefix("/"),
      let slash = place.lastIndex(of: "/")
    else { return model.path }
    let beside = String(place[...slash]) + model.path
    return exists(beside) ? beside : model.path
  }

  private func exists(_ name: String) -> Bool { ModelStore.exists(name) }
}
