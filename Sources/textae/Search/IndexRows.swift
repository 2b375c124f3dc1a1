import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

/// The rows that a command adds to an index, old or new.
struct IndexRows: OptionGroup {
  static let title = "Rows"

  @Option(
    "A file of vectors instead of a model: .npy, .npz, .safetensors, .fvecs or word2vec.",
    value: "FILE", completion: .file)
  var vectors: String?
  @Option(EncodingPrecisionChoice.help) var precision = EncodingPrecisionChoice.auto

  /// The rows of files; those of `loaded` unless vectors are given.
  func source(
    _ files: [String], embedder: (embedder: any SentenceEmbedder, path: String)?,
    _ tables: CorpusOptions, columns: [String]? = nil, split: TextSplit = .none
  ) throws -> any IndexSource {
    guard let embedder else {
      let rows =
        files.isEmpty
        ? nil : try RowStream(files: files, format: tables.format, columns: columns)
      return try VectorFileSource(
        path: vectors ?? "", rows: rows, skipsBadRows: tables.skipBadRows)
    }
    return EmbeddedSource(
      embedder: embedder.embedder, modelPath: embedder.path,
      rows: try RowStream(files: files, format: tables.format, columns: columns), split: split)
  }
}
