import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

struct Search: Command {
  static let name = "search"
  static let abstract = "Find the sentences nearest to a query."
  static let discussion = """
    Each line shows the score, the number of the sentence and the sentence, separated by tabs. \
    The first sentence has number 0. Without a query, type queries one per line.

    Which scores are high depends on the model. With --percentile, a second column shows the \
    percentage of 20,000 random pairs of indexed vectors that are less similar; ties count half. \
    100.00 is above all of them.
    """
  static let examples = [
    Example(
      "search --index reviews.index --where label=ham --threshold 0.8 \"the staff was rude .\"",
      "Prints all neighbors of a label that are near enough."),
    Example(
      "search --index reviews.index \"the staff was rude .\"", "Prints the ten nearest sentences."),
    Example(
      "search --index reviews.index --percentile \"the staff was rude .\"",
      "Also shows the percentiles of the scores."),
    Example(
      "search --index reviews.index --count 3 --json - < queries.txt",
      "Prints one JSON object per query, from a file of queries."),
    Example(
      "search --index vectors.index --vectors queries.npy", "Searches with query vectors."),
  ]

  @Argument("QUERY", "Sentences; - reads standard input, one per line.", completion: .none)
  var queries: [String]
  @Option("The index to search.", value: "FILE.index", completion: .file) var index: String
  @Option(
    "A file of query vectors: .npy, .safetensors, .fvecs or word2vec.", value: "FILE",
    completion: .file)
  var vectors: String?
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
    "Path of the model, if it differs from the one recorded in the index.", value: "MODEL",
    completion: .file)
  var model: String?
  @Option("Number format of matrix products; auto picks the fastest on this machine.")
  var precision = PrecisionChoice.auto
  @Flag("Show the percentile of each score among random pairs of the index.") var percentile
  @Flag("Print one JSON object per query.") var json
  let work = RunOptions()

  func validate() throws {
    if vectors != nil, !queries.isEmpty { throw UsageRule.vectorsAndSentences }
  }

  func run() throws {
    let file = try MappedIndex(path: index)
    let pool = WorkerPool(threads: work.threads)
    let calibration = percentile ? ScoreCalibration(of: file) : nil
    if percentile, calibration == nil {
      work.console.warn(
        "no percentiles: \(index) has fewer than two vectors, so there are no pairs")
    }
    var output = StandardOutput()
    if let vectors {
      try searchVectors(try VectorFile(path: vectors), file, calibration, pool, &output)
    } else {
      try searchSentences(file, calibration, pool, &output)
    }
    try output.flush()
  }

  private func searchSentences(
    _ file: MappedIndex, _ calibration: ScoreCalibration?, _ pool: WorkerPool,
    _ output: inout StandardOutput
  ) throws {
    let embedder = try IndexedModel(index: file, override: model)
      .load(precision: precision.value, threads: work.threads)
    var stream = SentenceStream(arguments: queries, prompt: "query: ")
    let isAlone = stream.isInteractive || queries.count == 1 && queries != ["-"]
    var unknownWords = UnknownWords(
      console: work.console, noun: "query", isInteractive: stream.isInteractive)
    for query in queries where query != "-" && Paths.exists(query) {
      work.console.note(
        "\(query) is a file, but its name is the query; for its lines: - < \(query)")
    }
    while let group = try stream.next(256) {
      try Interrupt.check()
      let found = try search(file, try embedder.embed(group), pool)
      for (query, neighbors) in zip(group, found) {
        let answer = SearchAnswer(
          query: .string(query), neighbors: neighbors,
          sentences: try neighbors.map { try file.sentence($0.id) },
          fields: try fields(of: neighbors, file), calibration: calibration,
          unknownWords: unknownWords.check(query, with: embedder))
        try output.write(json ? answer.json : answer.text(heading: isAlone ? nil : query))
      }
      try output.flush()
    }
    unknownWords.finish()
  }

  private func search(
    _ file: MappedIndex, _ queries: Matrix, _ pool: WorkerPool
  ) throws -> [[Neighbor]] {
    let options = SearchOptions(
      count: count ?? (threshold == nil ? 10 : file.count), effort: effort, threshold: threshold)
    return try file.search(
      queries: queries, options: options, where: conditions.map(\.value), pool: pool)
  }

  /// The columns of each neighbor, with their names.
  private func fields(
    of neighbors: [Neighbor], _ file: MappedIndex
  ) throws -> [[(name: String, value: String)]] {
    try neighbors.map { neighbor in
      zip(file.columns, try file.fields(neighbor.id) ?? []).map { ($0, $1) }
    }
  }

  private func searchVectors(
    _ queries: VectorFile, _ file: MappedIndex, _ calibration: ScoreCalibration?,
    _ pool: WorkerPool, _ output: inout StandardOutput
  ) throws {
    var row = 0
    while let part = try queries.next(256) {
      try Interrupt.check()
      for neighbors in try search(file, part.vectors, pool) {
        let answer = SearchAnswer(
          query: .integer(row), neighbors: neighbors,
          sentences: try neighbors.map { try file.sentence($0.id) },
          fields: try fields(of: neighbors, file), calibration: calibration)
        try output.write(json ? answer.json : answer.text(heading: "\(row)"))
        row += 1
      }
    }
  }
}
