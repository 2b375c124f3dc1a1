import CommandLineKit
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
    The index contains the vectors and the sentences, and records the model. The words of the \
    sentences are kept beside it, in a file with .words behind its name, so that names and numbers \
    are found exactly. Searches map both into memory. Without a model, an index of words alone is \
    built.

    With --vectors, vectors of any origin can be indexed; sentences are then optional, one line per \
    vector. With --split sentences, each line is a text whose sentences get vectors of their own; a \
    search finds texts.
    """
  static let examples = [
    Example(
      "index build reviews.txt --model reviews.textae --output reviews.index",
      "Embeds and indexes every line of a file."),
    Example(
      "index build reviews.txt --output reviews.index", "Indexes the words of every line."),
    Example(
      "index build articles.txt --split sentences --model reviews.textae --output articles.index",
      "Indexes texts of several sentences, one text per line."),
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
    "A file of vectors instead of a model: .npy or word2vec.", value: "FILE", completion: .file)
  var vectors: String?
  @Option("The index file to write.", value: "FILE.index", completion: .file) var output: String
  @Option("How vectors are stored; auto chooses.") var kind = IndexKindChoice.auto
  @Option("How similarity is measured.") var metric = Metric.cosine
  @Option("Number format of matrix products; auto picks the fastest on this machine.")
  var precision = PrecisionChoice.auto
  @Option("What of a line gets a vector: the whole line, or each of its sentences.")
  var split = TextSplit.none
  @Option("How words are cut to their stems; none for texts that are not English.")
  var stemmer = StemmerChoice.standard
  @Flag("Leave out the words, so that only vectors can be searched.") var noWords
  @Flag("Skip the post-processing stored with the model.") var raw
  @Flag("Replace an existing output.") var overwrite
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    if model != nil, vectors != nil { throw UsageProblem.conflict("--model", "--vectors") }
    if model == nil, vectors == nil, noWords { throw UsageRule.noVectors }
    if split == .sentences {
      if model == nil { throw UsageRule.splitWithoutModel }
      if metric != .cosine { throw UsageRule.splitWithoutCosine }
      if noWords { throw UsageRule.splitWithoutWords }
    }
    try tables.validate(hasOtherRows: vectors != nil)
    if tables.skipBadRows, vectors != nil, !files.isEmpty { throw UsageRule.badRowsAndSentences }
  }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    if model == nil, vectors == nil { return try buildWords(existing) }
    let loaded = try model.map { path in
      try ModelLoading(raw: raw, precision: precision.value, threads: work.threads).load(path)
    }
    let source = try makeSource(loaded)
    let builder = try IndexBuilder(
      path: output, dimension: source.dimension, metric: metric, kind: kind.value,
      hasSentences: source.hasSentences, model: source.model,
      existing: existing)
    let words = try makeWords(source)
    let meter = work.console.meter("index", unit: "vectors", total: source.count)
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "\(output) was not written")
      if source.hasSentences {
        try builder.append(vectors: part.vectors, sentences: part.sentences)
      } else {
        try builder.append(vectors: part.vectors)
      }
      if let texts = part.texts {
        for sentences in texts {
          try words?.append(
            sentences: sentences, rows: DocumentVectors.count(sentences: sentences.count))
        }
      } else {
        for sentence in part.sentences { try words?.append(sentence) }
      }
      meter.update(builder.count)
    }
    guard builder.count > 0 else {
      throw CommandError.nothingToIndex(paths: vectors.map { [$0] } ?? files)
    }
    try builder.finish()
    if let words {
      try words.finish(partner: WordIndexFile.fingerprint(of: output))
    } else {
      WordIndexFile.remove(of: output)
    }
    meter.finish()
    loaded?.warnOfCuts(work.console)
    let texts = split == .sentences ? " of \(grouped(words?.count ?? 0)) texts" : ""
    work.console.note("\(output): \(grouped(builder.count)) vectors" + texts)
  }

  private func makeWords(_ source: any IndexSource) throws -> LexicalIndexBuilder? {
    guard source.hasSentences, !noWords else { return nil }
    let path = WordIndexFile.path(of: output)
    // Nobody misses the words of an index that is made anew; another file of that name stays.
    return try LexicalIndexBuilder(
      path: path, analyzer: stemmer.analyzer, hasTexts: false, hasGroups: split == .sentences,
      existing: overwrite || LexicalIndex.isAt(path) ? .replace : .refuse)
  }

  /// Builds an index of words alone.
  private func buildWords(_ existing: OverwritePolicy) throws {
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
    WordIndexFile.remove(of: output)
    meter.finish()
    work.console.note("\(output): the words of \(grouped(builder.count)) texts")
  }

  private func makeSource(_ loaded: LoadedModel?) throws -> any IndexSource {
    guard let loaded else {
      let stream = files.isEmpty ? nil : SentenceStream(files: files, format: tables.format)
      return try VectorFileSource(
        path: vectors ?? "", sentences: stream, skipsBadRows: tables.skipBadRows)
    }
    return EmbeddedSource(
      embedder: try loaded.sentenceEmbedder(), modelPath: loaded.spelling,
      stream: SentenceStream(files: files, format: tables.format), split: split)
  }
}
