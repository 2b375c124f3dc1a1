import CommandLineKit
import EnglishModel
import FileFormats
import LexicalSearch
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

extension Metric: ArgumentChoice {}

struct IndexBuild: Command {
  static let name = "build"
  static let abstract = "Build an index of sentences or vectors."
  static let discussion = """
    The index is a folder. It contains the vectors, the sentences, the other columns of tables, and \
    the name of the model. Searches map it into memory. The words of the sentences are kept \
    as well, so that names and numbers are found exactly. With --no-vectors, an index of words alone \
    is built, which needs no model.

    With --vectors, vectors of any origin can \
    be indexed; sentences are then optional, one line or row of a table per vector.

    With --split sentences, each line is a text whose sentences get vectors of their own; a search \
    finds texts.

    The kind flat compares every vector with a query. hnsw follows a graph of neighbors: it is \
    faster where there are many vectors, takes time to build, and misses a few neighbors. auto \
    builds a graph for more than 100,000 vectors.

    The codec says how vectors are stored. f32 keeps them as they are. f16, bf16 and int8 take a \
    half or a quarter of the space. bits takes a thirty-second and finds candidates only, which are \
    then scored with the vectors of --rescore. auto is f32, or for a graph int8 rescored with f32.
    """
  static let examples = [
    Example(
      "index build reviews.txt --output reviews.index",
      "Indexes every line, embedded by the English model that comes with textae."),
    Example(
      "index build reviews.txt --model reviews.textae --output reviews.index",
      "Embeds the lines by your own model."),
    Example(
      "index build reviews.csv --text-column text --id-column id --model reviews.textae --output "
        + "reviews.index", "Indexes a column of a table, and keeps the others beside it."),
    Example(
      "index build reviews.txt --no-vectors --output reviews.index",
      "Indexes the words of every line."),
    Example(
      "index build articles.txt --split sentences --model reviews.textae --output articles.index",
      "Indexes texts of several sentences, one text per line."),
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
  @Option(
    "The model that embeds the sentences.", value: "MODEL", defaultText: EnglishModelText.model,
    completion: .file)
  var model = ModelInTheBox.name
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
  @Option("What of a line gets a vector: the whole line, or each of its sentences.")
  var split = TextSplit.none
  @Option("How words are cut to their stems; none for texts that are not English.")
  var stemmer = StemmerChoice.standard
  @Flag("Leave out the vectors, so that only words can be searched.") var noVectors
  @Flag("Leave out the words, so that only vectors can be searched.") var noWords
  @Flag("Skip the post-processing stored with the model.") var raw
  @Flag("Replace an existing output.") var overwrite
  let rows = IndexRows()
  let tables = CorpusOptions()
  @Option(
    "A column of the table that names each row; add, update and remove use it.", value: "COLUMN")
  var idColumn: String?
  let work = RunOptions()

  func validate() throws {
    if $model, rows.vectors != nil { throw UsageProblem.conflict("--model", "--vectors") }
    if noVectors, $model { throw UsageProblem.conflict("--model", "--no-vectors") }
    if noVectors, rows.vectors != nil { throw UsageProblem.conflict("--vectors", "--no-vectors") }
    if noVectors, noWords || idColumn != nil { throw UsageRule.emptyIndex }
    if split == .sentences {
      if noVectors || rows.vectors != nil { throw UsageRule.splitWithoutModel }
      if metric != .cosine { throw UsageRule.splitWithoutCosine }
      if noWords { throw UsageRule.splitWithoutWords }
      if idColumn != nil { throw UsageProblem.conflict("--split", "--id-column") }
    }
    if idColumn != nil, tables.textColumn == nil { throw UsageRule.keyWithoutTable }
    if rescore.value?.isReadable == false { throw UsageRule.unreadableCodec(rescore.argumentText) }
    try tables.validate(hasOtherRows: rows.vectors != nil)
    if tables.skipBadRows, rows.vectors != nil, !files.isEmpty {
      throw UsageRule.badRowsAndSentences
    }
  }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    if noVectors { return try buildWords(existing) }
    try IndexBuilder.check(output, existing)
    let loaded =
      rows.vectors == nil
      ? try ModelLoading(raw: raw, precision: rows.precision.value, threads: work.threads)
        .load(model) : nil
    let source = try rows.source(
      files, embedder: try loaded.map { (try $0.sentenceEmbedder(), $0.spelling) }, tables,
      split: split)
    if let idColumn, !source.columns.contains(idColumn) {
      throw SearchError.unknownColumn(idColumn, columns: source.columns)
    }
    tables.warn(of: files, work.console)
    let writing = IndexWriting(
      output: output, existing: existing, analyzer: noWords ? nil : stemmer.analyzer, split: split,
      work: work)
    let design = IndexDesign(
      dimension: source.dimension, metric: metric,
      graph: GraphParameters(links: links, effort: effort, seed: seed),
      hasSentences: source.hasSentences, columns: source.columns, key: idColumn,
      model: source.model)
    let written = try writing.write(
      source, design, language: LanguageCheck(loaded, of: InputName.of(files), work.console)
    ) { IndexStorage(kind: kind, codec: codec, rescore: rescore).choose(for: $0, work.console) }
    guard let written else {
      throw CommandError.nothingToIndex(paths: rows.vectors.map { [$0] } ?? files)
    }
    loaded?.warnOfCuts(work.console)
    let texts = split == .sentences ? " of \(counted(written.texts, "text"))" : ""
    work.console.note("\(output): \(counted(written.vectors, "vector"))" + texts)
  }

  /// Builds an index of words alone.
  private func buildWords(_ existing: OverwritePolicy) throws {
    try OutputCheck.file(output, existing)
    tables.warn(of: files, work.console)
    let builder = try LexicalIndexBuilder(
      path: output, analyzer: stemmer.analyzer, existing: existing)
    var stream = SentenceStream(files: files, format: tables.format)
    let meter = work.console.meter("index", unit: "texts")
    while let texts = try stream.next(4_096) {
      try Interrupt.check(saved: "\(output) was not written")
      for text in texts { try builder.append(text) }
      meter.update(builder.count)
    }
    guard builder.count > 0 else { throw CommandError.nothingToIndex(paths: files) }
    try builder.finish()
    meter.finish()
    work.console.note("\(output): the words of \(counted(builder.count, "text"))")
  }
}
