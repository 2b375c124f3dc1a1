import CommandLineKit
import SentenceEmbedding

/// The indexes and the models that a page shows.
struct ReportSubjects {
  private(set) var indexes: [PageIndex]
  /// The models of the indexes, then those that were given, each once.
  private(set) var models: [LoadedModel] = []
  /// The models that were given.
  private(set) var given: [LoadedModel] = []

  /// How the names of text files end, as against those of models.
  private static let textEndings = [".txt", ".csv", ".tsv", ".jsonl", ".ndjson", ".gz", ".zst"]

  /// Opens indexes, text files and models by their names, after an index that is open already.
  ///
  /// - Throws: `CommandError.indexWithoutVectors` for an index of words, and the errors of the readers.
  init(
    _ files: [String], after first: PageIndex? = nil, tables: CorpusOptions, work: RunOptions
  ) throws {
    indexes = first.map { [$0] } ?? []
    for file in files {
      if PageIndex.isIndex(file) || Self.textEndings.contains(where: file.hasSuffix) {
        indexes.append(try PageIndex(file, needsModel: false, tables: tables, work: work))
      } else {
        given.append(try ModelLoading(threads: work.threads).load(file))
      }
    }
    var known: Set<UInt64> = []
    for model in indexes.compactMap(\.model) + given {
      // A model without vectors has nothing to show.
      if known.insert(try model.sentenceEmbedder().checksum).inserted { models.append(model) }
    }
  }
}
