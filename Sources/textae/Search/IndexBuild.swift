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
    The index is a folder. It contains the vectors, the sentences, the other columns of tables, and \
    the name of the model. Searches map it into memory. With --vectors, vectors of any origin can \
    be indexed; sentences are then optional, one line or row of a table per vector.

    The kind flat compares every vector with a query. hnsw follows a graph of neighbors: it is \
    faster where there are many vectors, takes time to build, and misses a few neighbors. auto \
    builds a graph for more than 100,000 vectors.

    The codec says how vectors are stored. f32 keeps them as they are. f16, bf16 and int8 take a \
    half or a quarter of the space. bits takes a thirty-second and finds candidates only, which are \
    then scored with the vectors of --rescore. auto is f32, or for a graph int8 rescored with f32.
    """
  static let examples = [
    Example(
      "index build reviews.txt --model reviews.textae --output reviews.index",
      "Embeds and indexes every line of a file."),
    Example(
      "index build reviews.csv --text-column text --id-column id --model reviews.textae --output "
        + "reviews.index", "Indexes a column of a table, and keeps the others beside it."),
    Example(
      "index build --vectors vectors.npy --output vectors.index --metric l2",
      "Indexes vectors from another program."),
    Example(
      "index build --vectors vectors.npy --output vectors.index --kind hnsw --codec f32",
      "Builds a graph over vectors in full precision."),
  ]

  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.")
  var files: [String]
  @Option("The model that embeds the sentences.", value: "MODEL", completion: .file) var model:
    String?
  @Option("The index to write.", value: "FILE.index", completion: .file) var output: String
  @Option("How neighbors are found; auto chooses by the number of vectors.")
  var kind = IndexKindChoice.auto
  @Option("How vectors are stored that queries are compared with.")
  var codec = IndexCodecChoice.auto
  @Option(
    "How vectors are stored that answers are scored with; auto is the codec itself where it can.")
  var rescore = IndexCodecChoice.auto
  @Option("How similarity is measured.") var metric = Metric.cosine
  @Option("Links of a vector in a graph.", .within(GraphParameters.linkRange)) var links = 16
  @Option("Candidates for the links of a graph.", .within(GraphParameters.effortRange))
  var effort = 200
  @Option("Determines the graph.") var seed: UInt64 = 1
  @Flag("Skip the post-processing stored with the model.") var raw
  @Flag("Replace an existing output.") var overwrite
  let rows = IndexRows()
  let tables = CorpusOptions()
  @Option(
    "A column of the table that names each row; add, update and remove use it.", value: "COLUMN")
  var idColumn: String?
  let work = RunOptions()

  func validate() throws {
    if model != nil, rows.vectors != nil { throw UsageProblem.conflict("--model", "--vectors") }
    if model == nil, rows.vectors == nil { throw UsageRule.noVectors }
    if idColumn != nil, tables.textColumn == nil { throw UsageRule.keyWithoutTable }
    if rescore.value?.isReadable == false { throw UsageRule.unreadableCodec(rescore.argumentText) }
    try tables.validate(hasOtherRows: rows.vectors != nil)
    if tables.skipBadRows, rows.vectors != nil, !files.isEmpty {
      throw UsageRule.badRowsAndSentences
    }
  }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try IndexBuilder.check(output, existing)
    let loaded = try model.map { path in
      try ModelLoading(raw: raw, precision: rows.precision.value, threads: work.threads).load(path)
    }
    let source = try rows.source(
      files, embedder: try loaded.map { (try $0.sentenceEmbedder(), $0.spelling) }, tables)
    if let idColumn, !source.columns.contains(idColumn) {
      throw SearchError.unknownColumn(idColumn, columns: source.columns)
    }
    tables.warn(of: files, work.console)
    let builder = try IndexBuilder(
      path: output,
      design: IndexDesign(
        dimension: source.dimension, metric: metric,
        graph: GraphParameters(links: links, effort: effort, seed: seed),
        hasSentences: source.hasSentences, columns: source.columns, key: idColumn,
        model: source.model), existing: existing)
    let meter = work.console.meter("index", unit: "vectors", total: source.count)
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "\(output) was not written")
      try builder.append(vectors: part.vectors, sentences: part.sentences, fields: part.fields)
      meter.update(builder.count)
    }
    guard builder.count > 0 else {
      throw CommandError.nothingToIndex(paths: rows.vectors.map { [$0] } ?? files)
    }
    meter.finish()
    choose(for: builder)
    let graph = work.console.meter("graph", unit: "vectors", total: builder.count)
    try builder.finish(pool: WorkerPool(threads: work.threads)) { done in
      try Interrupt.check(saved: "\(output) was not written")
      graph.update(done)
    }
    graph.finish()
    loaded?.warnOfCuts(work.console)
    work.console.note("\(output): \(grouped(builder.count)) vectors")
  }

  /// Decides what is left to `auto`.
  private func choose(for builder: IndexBuilder) {
    let chosen = kind.kind(for: builder.count)
    let isAutomaticGraph = chosen == .hnsw && codec.value == nil
    builder.choose(
      kind: chosen, codec: codec.value ?? (isAutomaticGraph ? .int8 : .f32),
      rescoring: rescore.value ?? (isAutomaticGraph ? .f32 : nil))
    if kind == .auto, chosen == .hnsw {
      work.console.note(
        "kind: hnsw, because there are more than \(grouped(IndexKindChoice.graphCount - 1)) "
          + "vectors; --kind flat compares all of them")
    }
  }
}
