import CommandLineKit
import FileFormats
import Foundation
import TensorKit
import TextAutoencoder
import VectorSearch

extension Metric: ArgumentChoice {}

/// Speed and recall of every kind of index, on vectors of any origin.
struct SearchBenchmark: Command {
  static let name = "search"
  static let abstract = "Measure building and searching an index of vectors."
  static let discussion = """
    Builds an index of the rows of a file in a temporary folder, searches it for the rows of \
    another one, and compares the answers with those of an exact search. After a warm-up, queries \
    are asked one at a time, or with --batch all at once; the median of several runs is printed. \
    bytesPerVector is what a search reads: vectors as they are compared, and links. What answers \
    are scored with is only read for the best candidates; fileBytesPerVector includes it. The time \
    of the first answer begins before the index is opened.
    """
  static let examples = [
    Example("search vectors.npy queries.npy --kind f32 --json", "Compares every vector."),
    Example(
      "search vectors.npy queries.npy --kind hnsw --effort 32 --effort 128 --threads 1 --json",
      "Searches a graph with two efforts, a line for each."),
  ]

  /// What is measured: all vectors with a codec, or a graph.
  enum Kind: String, ArgumentChoice {
    case f32, f16, bf16, int8, bits, hnsw
  }

  @Argument("VECTORS", "A NumPy file, a vector in each row.") var vectors: String
  @Argument("QUERIES", "A NumPy file, a query in each row.") var queries: String
  @Option("A codec whose vectors are all compared, or a graph.") var kind = Kind.f32
  @Option(
    "How vectors are stored in a graph: \(IndexCodec.all.map(\.name).joined(separator: ", ")).")
  var codec = "int8"
  @Option("The codec that answers are scored with.") var rescore = "f32"
  @Option("How vectors are compared.") var metric = Metric.cosine
  @Option(
    "Candidates that are looked at; repeat for more than one. By default, those of the index.",
    .within(1...100_000_000))
  var effort: [Int] = []
  @Option("Neighbors of a query.", .within(1...100_000)) var count = 10
  @Option("Links of a vector in a graph.", .within(GraphParameters.linkRange)) var links = 16
  @Option("Candidates for the links of a graph.", .within(GraphParameters.effortRange))
  var constructionEffort = 200
  @Flag("Ask all queries at once.") var batch
  @Flag("Print one JSON object for each effort.") var json
  let options = BenchmarkOptions()

  func validate() throws {
    for name in [codec, rescore] where IndexCodec(name) == nil {
      throw UsageProblem.invalid(
        "no codec \(name)",
        advice: "one of " + IndexCodec.all.map(\.name).joined(separator: ", "))
    }
    if IndexCodec(rescore)?.isReadable == false {
      throw UsageProblem.invalid("answers cannot be scored with \(rescore)", advice: "give int8")
    }
  }

  func run() throws {
    let pool = WorkerPool(threads: options.threads)
    let (source, asked) = (try NPYFile(path: vectors), try NPYFile(path: queries))
    for file in [source, asked] where file.rows == 0 {
      throw FileError.malformed(path: file.path, line: nil, reason: "has no rows")
    }
    let questions = matrix(asked, 0..<asked.rows)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("textae-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let path = folder.appendingPathComponent("x.index").path
    var failure: (any Error)?
    let buildSeconds = seconds {
      do { try build(source, path, design(source.columns), pool) } catch { failure = error }
    }
    if let failure { throw failure }
    let exact = folder.appendingPathComponent("exact.index").path
    let isExact = kind == .f32
    if !isExact {
      let flat = IndexDesign(dimension: source.columns, metric: metric, hasSentences: false)
      try build(source, exact, flat, pool)
    }
    let truth = try MappedIndex(path: isExact ? path : exact)
      .search(queries: questions, count: 10, pool: WorkerPool())
    let start = Date()
    let index = try MappedIndex(path: path)
    let opening = Date().timeIntervalSince(start)
    _ = try index.search(
      queries: questions.rows(at: [0]), options: SearchOptions(count: count, effort: effort.first),
      pool: pool)
    let first = Date().timeIntervalSince(start)
    let usesEffort = kind == .hnsw || kind == .bits
    var output = StandardOutput()
    for effort in usesEffort && !effort.isEmpty ? effort.map(Optional.some) : [nil] {
      let options = SearchOptions(count: count, effort: effort)
      let (rate, found) = try measure(index, questions, options, pool)
      let line = report(
        index, effort, [buildSeconds, opening, first], rate, recall(found, truth), pool)
      try output.writeLine(json ? line.jsonText : line.indentedText)
      try output.flush()
    }
  }

  private func design(_ dimension: Int) -> IndexDesign {
    let coarse = kind == .hnsw ? codec : kind.rawValue
    let isOneForm = coarse == "f32" || coarse == "f16" || coarse == "bf16"
    return IndexDesign(
      dimension: dimension, metric: metric, kind: kind == .hnsw ? .hnsw : .flat,
      codec: IndexCodec(coarse) ?? .f32, rescoring: isOneForm ? nil : IndexCodec(rescore),
      graph: GraphParameters(links: links, effort: constructionEffort), hasSentences: false)
  }

  private func matrix(_ file: NPYFile, _ range: Range<Int>) -> Matrix {
    Matrix(rows: range.count, columns: file.columns, values: file.floats(rows: range))
  }

  private func build(
    _ source: NPYFile, _ path: String, _ design: IndexDesign, _ pool: WorkerPool
  ) throws {
    let builder = try IndexBuilder(path: path, design: design)
    for start in stride(from: 0, to: source.rows, by: 4_096) {
      try builder.append(vectors: matrix(source, start..<min(source.rows, start + 4_096)))
    }
    try builder.finish(pool: pool)
  }

  /// Queries per second, and the answers.
  private func measure(
    _ index: MappedIndex, _ queries: Matrix, _ options: SearchOptions, _ pool: WorkerPool
  ) throws -> (rate: Double, found: [[Neighbor]]) {
    let parts =
      batch
      ? [queries]
      : (0..<queries.rows).map {
        Matrix(rows: 1, columns: queries.columns, values: queries.row($0))
      }
    var (rates, found): ([Double], [[Neighbor]]) = ([], [])
    for _ in 0...self.options.runs {
      found = []
      let start = Date()
      for part in parts {
        found += try index.search(queries: part, options: options, pool: pool)
      }
      rates.append(Double(queries.rows) / Date().timeIntervalSince(start))
    }
    return (Array(rates.dropFirst()).median, found)
  }

  /// The share of the ten nearest that were found.
  private func recall(_ found: [[Neighbor]], _ truth: [[Neighbor]]) -> Double {
    var (hits, all) = (0, 0)
    for (answer, neighbors) in zip(found, truth) {
      let ids = Set(answer.prefix(10).map(\.id))
      hits += neighbors.count { ids.contains($0.id) }
      all += neighbors.count
    }
    return Double(hits) / Double(max(1, all))
  }

  private func report(
    _ index: MappedIndex, _ effort: Int?, _ seconds: [Double], _ rate: Double,
    _ recall: Double, _ pool: WorkerPool
  ) -> JSONValue {
    let count = Double(max(1, index.count))
    return [
      "kind": .string(kind.rawValue), "effort": effort.map(JSONValue.integer) ?? .null,
      "buildSeconds": .number(rounded(seconds[0], 3)),
      "queriesPerSecond": .number(rounded(rate, 1)), "recall10": .number(rounded(recall, 5)),
      "bytesPerVector": .number(rounded(Double(index.searchedByteCount) / count, 2)),
      "fileBytesPerVector": .number(rounded(Double(index.byteCount) / count, 2)),
      "codec": .string(index.design.codec.name),
      "rescoring": .string(index.design.fineCodec.name), "vectors": .integer(index.count),
      "dimension": .integer(index.dimension), "threads": .integer(pool.threads),
      "batch": .bool(batch), "openMilliseconds": .number(rounded(1_000 * seconds[1], 3)),
      "firstAnswerMilliseconds": .number(rounded(1_000 * seconds[2], 3)),
    ]
  }

  private func rounded(_ value: Double, _ digits: Int) -> Double {
    let scale = pow(10, Double(digits))
    return (value * scale).rounded() / scale
  }
}
