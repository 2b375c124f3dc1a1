import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

extension Metric: ArgumentChoice {}

struct IndexBuild: Command {
  static let name = "build"
  static let abstract = "Build an index of sentences or vectors."
  static let discussion = """
    The index contains the vectors and the sentences, and records the model. Searches map it into \
    memory. With --vectors, vectors of any origin can be indexed; sentences are then optional, one \
    line per vector.
    """
  static let examples = [
    Example(
      "index build reviews.txt --model reviews.textae --output reviews.index",
      "Embeds and indexes every line of a file."),
    Example(
      "index build --vectors vectors.npy --output vectors.index --metric l2",
      "Indexes vectors from another program."),
  ]

  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.")
  var files: [String]
  @Option("The model that embeds the sentences.", value: "MODEL", completion: .file) var model:
    String?
  @Option(
    "A file of vectors instead of a model: .npy, .safetensors, .fvecs or word2vec.", value: "FILE",
    completion: .file)
  var vectors: String?
  @Option("The index file to write.", value: "FILE.index", completion: .file) var output: String
  @Option("How vectors are stored; auto chooses.") var kind = IndexKindChoice.auto
  @Option("How similarity is measured.") var metric = Metric.cosine
  @Option("Number format of matrix products; auto picks the fastest on this machine.")
  var precision = PrecisionChoice.auto
  @Flag("Skip the post-processing stored with the model.") var raw
  @Flag("Replace an existing output.") var overwrite
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    if model != nil, vectors != nil { throw UsageProblem.conflict("--model", "--vectors") }
    if model == nil, vectors == nil { throw UsageRule.noVectors }
    try tables.validate(hasOtherRows: vectors != nil)
    if tables.skipBadRows, vectors != nil, !files.isEmpty { throw UsageRule.badRowsAndSentences }
  }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    let loaded = try model.map { path in
      try ModelLoading(raw: raw, precision: precision.value, threads: work.threads).load(path)
    }
    tables.warn(of: files, work.console)
    let source = try makeSource(loaded)
    let builder = try IndexBuilder(
      path: output, dimension: source.dimension, metric: metric, kind: kind.value,
      hasSentences: source.hasSentences, model: source.model,
      existing: existing)
    let meter = work.console.meter("index", unit: "vectors", total: source.count)
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "\(output) was not written")
      if source.hasSentences {
        try builder.append(vectors: part.vectors, sentences: part.sentences)
      } else {
        try builder.append(vectors: part.vectors)
      }
      meter.update(builder.count)
    }
    guard builder.count > 0 else {
      throw CommandError.nothingToIndex(paths: vectors.map { [$0] } ?? files)
    }
    try builder.finish()
    meter.finish()
    loaded?.warnOfCuts(work.console)
    work.console.note("\(output): \(grouped(builder.count)) vectors")
  }

  private func makeSource(_ loaded: LoadedModel?) throws -> any IndexSource {
    guard let loaded else {
      let stream = files.isEmpty ? nil : SentenceStream(files: files, format: tables.format)
      return try VectorFileSource(
        path: vectors ?? "", sentences: stream, skipsBadRows: tables.skipBadRows)
    }
    return EmbeddedSource(
      embedder: try loaded.sentenceEmbedder(), modelPath: loaded.spelling,
      stream: SentenceStream(files: files, format: tables.format))
  }
}
