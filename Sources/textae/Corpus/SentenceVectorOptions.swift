import CommandLineKit
import CorpusAnalysis
import EnglishModel
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

/// Where the vectors of the sentences of a command come from.
struct SentenceVectorOptions: OptionGroup {
  static let title = "Vectors"

  @Option(
    "The model that embeds the sentences.", value: "MODEL", defaultText: EnglishModelText.model,
    completion: .file)
  var model = ModelInTheBox.name
  @Option(
    "A file of vectors instead of a model, one per sentence: .npy or word2vec.", value: "FILE",
    completion: .file)
  var vectors: String?
  @Option(EncodingPrecisionChoice.help) var precision = EncodingPrecisionChoice.auto
  @Flag("Skip the post-processing stored with the model.") var raw

  func validate(_ tables: CorpusOptions) throws {
    if $model, vectors != nil { throw UsageProblem.conflict("--model", "--vectors") }
    try tables.validate()
    if tables.skipBadRows, vectors != nil { throw UsageRule.badRowsAndSentences }
  }

  /// The sentences of `files` with their vectors; with a file of vectors the sentences may be missing.
  func source(
    _ files: [String], _ tables: CorpusOptions, threads: Int
  ) throws -> (source: any IndexSource, loaded: LoadedModel?) {
    // Other columns than that of the text are not needed.
    func rows() throws -> RowStream {
      try RowStream(files: files, format: tables.format, columns: [])
    }
    if let vectors {
      let source = try VectorFileSource(
        path: vectors, rows: files.isEmpty ? nil : rows(), skipsBadRows: false)
      return (source, nil)
    }
    let loaded = try ModelLoading(raw: raw, precision: precision.value, threads: threads)
      .load(model)
    let source = EmbeddedSource(
      embedder: try loaded.sentenceEmbedder(), modelPath: loaded.spelling, rows: try rows())
    return (source, loaded)
  }

  /// All sentences of `files` and their vectors of length 1.
  func read(
    _ files: [String], _ tables: CorpusOptions, _ work: RunOptions
  ) throws -> (vectors: UnitVectorSet, sentences: [String]) {
    let (source, loaded) = try source(files, tables, threads: work.threads)
    var set = UnitVectorSet(dimension: source.dimension)
    var sentences: [String] = []
    let meter = work.console.meter(
      loaded == nil ? "read" : "embed", unit: "sentences", total: source.count)
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "nothing was written")
      try set.append(part.vectors)
      sentences += part.sentences
      meter.update(set.count)
    }
    meter.finish()
    loaded?.warnOfCuts(work.console)
    guard set.count > 0 else {
      throw CommandError.noSentences(paths: vectors.map { [$0] } ?? files)
    }
    return (set, sentences)
  }
}
