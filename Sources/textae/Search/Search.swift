import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

struct Search: Command {
  static let name = "search"
  static let abstract = "Find the sentences nearest to a query."
  static let discussion = """
    Each neighbor is a line with its score, the number of the sentence and the sentence, \
    separated by tabs. At a terminal, without a query, type one query per line.

    Which scores are near depends on the model. With --percentile, a column after the score tells \
    what percentage of 20,000 random pairs of the indexed vectors are less near, ties counted \
    half: 100.00 is nearer than all of them.
    """
  static let examples = [
    Example("search --index reviews.index \"the staff was rude .\"", "The ten nearest sentences."),
    Example(
      "search --index reviews.index --percentile \"the staff was rude .\"",
      "The same, and how near they are among all pairs."),
    Example(
      "search --index reviews.index --count 3 --json - < queries.txt",
      "One JSON object per query, from a file of queries."),
    Example(
      "search --index vectors.index --vectors queries.npy", "Queries that are vectors already."),
  ]

  @Argument("QUERY", "Sentences; - reads them from standard input.", completion: .none)
  var queries: [String]
  @Option("The index to search.", value: "FILE.index", completion: .file) var index: String
  @Option("Queries that are vectors: .npy or word2vec.", value: "FILE", completion: .file)
  var vectors: String?
  @Option("Neighbors per query.", .within(1...1_000_000)) var count = 10
  @Option(
    "Where the model is now, if not where the index remembers it.", value: "MODEL",
    completion: .file)
  var model: String?
  @Option("Number format of the matrix products; auto takes the fastest of this machine.")
  var precision = PrecisionChoice.auto
  @Flag("Show the percentile of each score among random pairs of the index.") var percentile
  @Flag("One JSON object per query.") var json
  let work = RunOptions()

  func validate() throws {
    if vectors != nil, !queries.isEmpty {
      throw UsageProblem.invalid(
        "--vectors and sentences are both queries", advice: "give one of them")
    }
  }

  func run() throws {
    let file = try MappedIndex(path: index)
    // An exact search reads every vector, and the checksum takes less time than that.
    try file.verify()
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
    while let group = try stream.next(256) {
      try Interrupt.check()
      let found = try file.search(queries: try embedder.embed(group), count: count, pool: pool)
      for (query, neighbors) in zip(group, found) {
        let answer = SearchAnswer(
          query: .string(query), neighbors: neighbors,
          sentences: try neighbors.map { try file.sentence($0.id) }, calibration: calibration)
        try output.write(json ? answer.json : answer.text(heading: isAlone ? nil : query))
      }
      try output.flush()
    }
  }

  private func searchVectors(
    _ queries: VectorFile, _ file: MappedIndex, _ calibration: ScoreCalibration?,
    _ pool: WorkerPool, _ output: inout StandardOutput
  ) throws {
    var row = 0
    while let part = try queries.next(256) {
      try Interrupt.check()
      for neighbors in try file.search(queries: part.vectors, count: count, pool: pool) {
        let answer = SearchAnswer(
          query: .integer(row), neighbors: neighbors, sentences: nil, calibration: calibration)
        try output.write(json ? answer.json : answer.text(heading: "\(row)"))
        row += 1
      }
    }
  }
}
