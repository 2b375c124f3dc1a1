import CommandLineKit
import LexicalSearch
import SentenceEmbedding
import TextAutoencoder
import VectorSearch

/// An index that a page shows, and what made its vectors.
struct PageIndex {
  let searched: SearchedIndex
  let vectors: MappedIndex
  /// Embeds queries for it; nil if its model is not known or not there.
  let embedder: (any SentenceEmbedder)?
  /// The model, of which `embedder` may leave out the post-processing.
  let model: LoadedModel?
  /// What the page calls it.
  let name: String
  /// Whether it is the index of a text file, whose blank lines are no sentences.
  let isTextFile: Bool

  /// Whether a path is that of an index.
  static func isIndex(_ path: String) -> Bool {
    MappedIndex.isFolder(path) || LexicalIndex.isAt(path) || path.hasSuffix(".index")
  }

  /// Opens an index, or that of a text file as `search` does.
  ///
  /// With `needsModel`, an index whose model is not there is refused; else it goes without.
  init(_ path: String, needsModel: Bool, tables: CorpusOptions, work: RunOptions) throws {
    name = Paths.lastPart(path)
    isTextFile = !Self.isIndex(path)
    if isTextFile {
      let opened = try TextFileSearch(
        file: path, tables: tables, model: nil, precision: nil, work: work
      ).open()
      searched = opened.index
      (embedder, model) = (try opened.model.sentenceEmbedder(), opened.model)
    } else {
      searched = try SearchedIndex(path: Paths.withoutFinalSlashes(path))
      (embedder, model) = try Self.model(of: searched, needsModel: needsModel, work)
    }
    guard let vectors = searched.vectors else {
      throw CommandError.indexWithoutVectors(index: path)
    }
    self.vectors = vectors
  }

  private static func model(
    of searched: SearchedIndex, needsModel: Bool, _ work: RunOptions
  ) throws -> ((any SentenceEmbedder)?, LoadedModel?) {
    guard let index = searched.vectors, needsModel || index.model != nil else { return (nil, nil) }
    do {
      return try IndexedModel(index: index, override: nil)
        .load(precision: nil, threads: work.threads)
    } catch let error as CommandError where !needsModel {
      // The vectors are there without it.
      work.console.warn("\(ErrorRenderer.failure(error)); the page goes without the model")
      return (nil, nil)
    }
  }
}
