import CommandLineKit
import FileFormats
import LexicalSearch
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

struct Search: Command {
  static let name = "search"
  static let abstract = "Find the sentences nearest to a query."
  static let discussion = """
    Searches a text file with one sentence per line, or an index. The index of a text file is made when \
    it is searched first, beside the file under its name with .index; later searches bring it up to date, \
    and only new lines are embedded. Where the folder cannot be written, the index is kept in the folder \
    of caches, or not at all.

    Each answer shows the score, the number of the sentence and the sentence, separated by tabs. \
    The lines of a file are counted from 1, and so are the rows of a table, without the header; in \
    JSON the number is "line" or "row". The ids of an index begin at 0. Without a query, on a terminal, the answers change with \
    every letter typed; Ctrl-D ends. Elsewhere, queries are read one per line.

    With a model and words, the score is a mix of the cosine of the vectors and of how many words \
    are shared, rare ones counting more; so names and numbers are found, and other wordings. In an \
    index of texts that were split, the best sentence of each text is shown.

    Which cosines are high depends on the model. With --percentile, texts are ranked by vectors, \
    and a second column shows the percentage of 20,000 random pairs of indexed vectors that are \
    less similar; ties count half. 100.00 is above all of them. --threshold and --effort rank by \
    vectors too. --where goes with every ranking.
    """
  static let examples = [
    Example(
      "search notes.txt \"a cold dinner\"",
      "Prints the ten lines of a file that are nearest to the query."),
    Example(
      "search tickets.csv --text-column text \"cannot log in\"", "Searches a column of a table."),
    Example(
      "search --index reviews.index --where label=ham --threshold 0.8 \"the staff was rude .\"",
      "Prints all neighbors of a label that are near enough."),
    Example(
      "search --index reviews.index \"the staff was rude .\"", "Prints the ten nearest sentences."),
    Example(
      "search --index reviews.index --rank words \"table 14\"",
      "Finds sentences by their words alone."),
    Example(
      "search --index reviews.index --percentile \"the staff was rude .\"",
      "Also shows the percentiles of the scores."),
    Example(
      "search --index reviews.index --count 3 --json - < queries.txt",
      "Prints one JSON object per query, from a file of queries."),
    Example(
      "search --index vectors.index --vectors queries.npy", "Searches with query vectors."),
  ]

  @Argument("FILE", "The text file to search; with --index there is none.") var file: String?
  @Argument("QUERY", "Sentences; - reads standard input, one per line.", completion: .none)
  var remaining: [String]
  @Option("The index to search.", name: "index", value: "FILE.index", completion: .file)
  var givenIndex: String?
  @Option(
    "A file of query vectors: .npy, .npz, .safetensors, .fvecs or word2vec.", value: "FILE",
    completion: .file)
  var vectors: String?
  @Option("What decides; by default all that the index allows.") var rank: Ranking?
  @Option(
    "Number of neighbors per query. By default 10; with --threshold, all.",
    .within(1...1_000_000_000))
  var count: Int?
  @Option("Show only neighbors at least as near as this score.") var threshold: Float?
  @Option(
    "Find only rows whose column holds a value: COLUMN=VALUE, or !=, <, <=, >, >=; repeat to "
      + "demand more.", name: "where", value: "CONDITION")
  var conditions: [RowCondition] = []
  @Option(
    "Candidates to look at in a graph or among bits; more are slower and miss fewer neighbors.",
    .within(1...1_000_000_000))
  var effort: Int?
  @Option(
    "The model, if it differs from the one recorded in the index. A new index of a text file is made by "
      + "the English model that comes with textae.", value: "MODEL", completion: .file)
  var model: String?
  @Option(EncodingPrecisionChoice.help) var precision = EncodingPrecisionChoice.auto
  @Flag("Show the percentile of each score among random pairs of the index.") var percentile
  @Flag("Print one JSON object per query.") var json
  let tables = CorpusOptions()
  let work = RunOptions()

  /// The index that is given, also in the place of a text file.
  private var index: String? {
    givenIndex ?? file.flatMap { MappedIndex.isFolder($0) || LexicalIndex.isAt($0) ? $0 : nil }
  }

  /// The sentences that are given.
  private var queries: [String] {
    givenIndex == nil ? remaining : (file.map { [$0] } ?? []) + remaining
  }

  func validate() throws {
    if givenIndex == nil, file == nil { throw UsageProblem.missingArgument("FILE") }
    if givenIndex != nil, tables.textColumn != nil {
      throw UsageProblem.conflict("--index", "--text-column")
    }
    try tables.validate()
    if vectors != nil, !queries.isEmpty { throw UsageRule.vectorsAndSentences }
    guard let rank, rank != .vectors else { return }
    for (option, isGiven) in ofVectors where isGiven {
      throw UsageProblem.conflict(option, "--rank \(rank)")
    }
  }

  /// The options that only a ranking by vectors has, and whether they are given.
  private var ofVectors: [(option: String, isGiven: Bool)] {
    [
      ("--vectors", vectors != nil), ("--percentile", percentile),
      ("--threshold", threshold != nil), ("--effort", effort != nil),
    ]
  }

  func run() throws {
    let onlyVectors = ofVectors.contains(where: \.isGiven)
    let asked = rank ?? (onlyVectors ? .vectors : nil)
    let (searched, ranking, model) = try open(asked)
    let calibration = try percentile ? calibration(searched) : nil
    let engine = try engine(searched, ranking, model)
    var output = StandardOutput()
    if let vectors {
      try searchVectors(try VectorFile(path: vectors), engine, calibration, &output)
    } else {
      try searchSentences(engine, calibration, &output)
    }
    try output.flush()
  }

  private typealias QueryModel = (embedder: any SentenceEmbedder, model: LoadedModel)

  /// What is searched, how, and what embeds queries.
  private func open(_ asked: Ranking?) throws -> (SearchedIndex, Ranking, QueryModel?) {
    guard let index else {
      let opened = try TextFileSearch(
        file: file ?? "", tables: tables, model: model, precision: precision.value, work: work
      ).open()
      return (
        opened.index, try opened.index.ranking(asked, hasModel: true),
        (try opened.model.sentenceEmbedder(), opened.model)
      )
    }
    let searched = try SearchedIndex(path: index)
    let ranking = try searched.ranking(asked, hasModel: model != nil)
    guard vectors == nil, ranking != .words, let vectors = searched.vectors else {
      return (searched, ranking, nil)
    }
    let loaded = try IndexedModel(index: vectors, override: model)
      .load(precision: precision.value, threads: work.threads)
    return (searched, ranking, loaded)
  }

  private func engine(
    _ searched: SearchedIndex, _ ranking: Ranking, _ model: QueryModel?
  ) throws -> SearchEngine {
    let all = searched.vectors?.count ?? 0
    let conditions = conditions.map(\.value)
    let pool = WorkerPool(threads: work.threads)
    let isDirect = ranking == .vectors && !searched.hasDocuments
    return SearchEngine(
      index: isDirect || conditions.isEmpty
        ? searched : try searched.only(where: conditions, pool: pool),
      ranking: ranking, embedder: model?.embedder,
      options: SearchOptions(
        count: count ?? (threshold == nil ? 10 : all), effort: effort, threshold: threshold),
      conditions: conditions, pool: pool,
      vocabulary: model?.model.englishVocabulary, hidesBlanks: index == nil,
      numbers: numbers)
  }

  /// Lines and rows of a file are counted as its readers count them.
  private var numbers: TextNumbers {
    guard index == nil else { return .ids }
    return tables.textColumn == nil ? .lines : .rows
  }

  private func calibration(_ searched: SearchedIndex) throws -> ScoreCalibration? {
    guard !searched.hasDocuments else { throw CommandError.percentileOfTexts(index: searched.path) }
    let calibration = searched.vectors.flatMap { ScoreCalibration(of: $0) }
    if calibration == nil {
      work.console.warn(
        "no percentiles: \(searched.path) has fewer than two vectors, so there are no pairs")
    }
    return calibration
  }

  private func searchSentences(
    _ engine: SearchEngine, _ calibration: ScoreCalibration?, _ output: inout StandardOutput
  ) throws {
    if queries.isEmpty, !json, calibration == nil, let dialog = InteractiveSearch(engine) {
      return try dialog.run()
    }
    var stream = SentenceStream(arguments: queries, prompt: "query: ")
    let isAlone = stream.isInteractive || queries.count == 1 && queries != ["-"]
    var unknownWords = UnknownWords(
      console: work.console, noun: "query", isInteractive: stream.isInteractive,
      vocabulary: engine.vocabulary)
    for query in queries where query != "-" && Paths.exists(query) {
      work.console.note(
        "\(query) is a file, but its name is the query; for its lines: - < \(query)")
    }
    while let group = try stream.next(256) {
      try Interrupt.check()
      for (query, found) in zip(group, try engine.answers(group)) {
        let answer = SearchAnswer(
          query: .string(query), found: found, numbers: engine.numbers, calibration: calibration,
          unknownWords: engine.embedder.map { unknownWords.check(query, with: $0) } ?? [])
        try output.write(json ? answer.json : answer.text(heading: isAlone ? nil : query))
      }
      try output.flush()
    }
    unknownWords.finish()
  }

  private func searchVectors(
    _ queries: VectorFile, _ engine: SearchEngine, _ calibration: ScoreCalibration?,
    _ output: inout StandardOutput
  ) throws {
    var row = 0
    while let part = try queries.next(256) {
      try Interrupt.check()
      for found in try engine.answers(vectors: part.vectors) {
        let answer = SearchAnswer(
          query: .integer(row), found: found, numbers: engine.numbers, calibration: calibration)
        try output.write(json ? answer.json : answer.text(heading: "\(row)"))
        row += 1
      }
    }
  }
}
