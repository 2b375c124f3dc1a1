import CommandLineKit
import CorpusAnalysis
import DataStructures
import DimensionReduction
import FileFormats
import Plotting
import TensorKit

struct CorpusMap: Command {
  static let name = "map"
  static let abstract = "Draw sentences as points in the plane: near points are similar sentences."
  static let discussion = """
    t-SNE keeps near sentences together; distances between far ones say little. pca is the plane of \
    the two strongest directions. Colors are groups of k-means, named by their telling words. The \
    drawing shows a sentence where the pointer rests on its point, in a browser.
    """
  static let examples = [
    Example(
      "map reviews.txt --model reviews.textae --output reviews.svg", "Draws 5,000 sentences."),
    Example(
      "map reviews.txt --model reviews.textae --method pca --groups 0 --json --output reviews.svg",
      "Also prints the place of each sentence as JSON."),
  ]

  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.")
  var files: [String]
  let embedding = SentenceVectorOptions()
  @Option(
    "The drawing to write, as SVG; - is standard output.", value: "FILE.svg", completion: .file)
  var output: String
  @Option("How points are placed.") var method = MapMethod.tsne
  @Option("Number of groups to color; 0 for one color.", .within(0...100)) var groups = 10
  @Option("About how many neighbors each point of t-SNE has.", .within(1...1_000))
  var perplexity: Double = 30
  @Option("How often the points of t-SNE move.", .within(0...100_000)) var iterations = 1_000
  @Option("Number of sentences to draw, evenly spread over the file; 0 for all.", .atLeast(0))
  var limit = 5_000
  @Option("The heading of the drawing.") var title: String?
  @Option("Random seed of the groups.") var seed: UInt64 = 1
  @Flag("Print one JSON object per sentence with its place and group.") var json
  @Flag("Replace an existing output.") var overwrite
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    try embedding.validate(tables)
    if json, output == "-" { throw UsageProblem.conflict("--json", "--output -") }
  }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    let pool = WorkerPool(threads: work.threads)
    let (all, sentences) = try embedding.read(files, tables, work)
    let shown = Self.spread(all.count, limit)
    let vectors = all.rows(shown)
    let places = try places(of: vectors, pool)
    let (numbers, names) = try coloring(
      vectors, shown.map { sentences.isEmpty ? "" : sentences[$0] }, pool)
    let points = shown.indices.map { row in
      ScatterPlot.Point(
        x: Double(places[row, 0]), y: Double(places[row, 1]), group: numbers[row],
        label: sentences.isEmpty ? nil : sentences[shown[row]])
    }
    let plot = ScatterPlot(
      title: title ?? "\(grouped(shown.count)) sentences", groups: names, points: points)
    let file = try AtomicFile(path: output, existing: existing)
    try file.write(plot.svg)
    try file.commit()
    if json { try printPlaces(points, shown) }
  }

  /// `limit` of the numbers below `count`, evenly spread.
  private static func spread(_ count: Int, _ limit: Int) -> [Int] {
    let shown = limit == 0 ? count : min(limit, count)
    return (0..<shown).map { $0 * count / shown }
  }

  private func places(of vectors: Matrix, _ pool: WorkerPool) throws -> Matrix {
    switch method {
    case .pca:
      return try PrincipalComponents(
        fitting: vectors, dimension: min(2, vectors.columns), pool: pool
      ).plane(of: vectors, pool: pool)
    case .tsne:
      let meter = work.console.meter("map", unit: "iterations", total: iterations)
      defer { meter.finish() }
      return try NeighborEmbedding(perplexity: perplexity, iterations: iterations)
        .map(vectors, pool: pool) {
          try Interrupt.check(saved: "\(output) was not written")
          meter.update($0)
        }
    }
  }

  /// The group of every sentence, and the names of the groups.
  private func coloring(
    _ vectors: Matrix, _ sentences: [String], _ pool: WorkerPool
  ) throws -> ([Int], [String]) {
    var numbers = [Int](repeating: 0, count: vectors.rows)
    guard groups > 0 else { return (numbers, []) }
    let clusters = try SphericalKMeans(count: groups, seed: seed).clusters(
      of: UnitVectorSet(vectors), pool: pool
    ) { _ in try Interrupt.check(saved: "\(output) was not written") }
    var telling = TellingWords(groups: clusters.count)
    for (number, cluster) in clusters.enumerated() {
      for member in cluster.members {
        numbers[member] = number
        telling.add(sentences[member], group: number)
      }
    }
    let names = clusters.indices.map { number in
      let words = telling.words(of: number, count: 6)
      return words.isEmpty ? "group \(number)" : words.joined(separator: ", ")
    }
    return (numbers, names)
  }

  private func printPlaces(_ points: [ScatterPlot.Point], _ ids: [Int]) throws {
    var output = StandardOutput()
    for (point, id) in zip(points, ids) {
      let object: JSONValue = [
        "id": .integer(id), "sentence": point.label.map { .string($0) } ?? .null,
        "x": .number(point.x), "y": .number(point.y), "group": .integer(point.group),
      ]
      try output.writeLine(object.jsonText)
    }
    try output.flush()
  }
}

/// The values of `--method`.
enum MapMethod: String, ArgumentChoice {
  case tsne, pca
}

extension PrincipalComponents {
  /// Codes of two components; the second is 0 if there is only one.
  fileprivate func plane(of vectors: Matrix, pool: WorkerPool) throws -> Matrix {
    let codes = try reduce(vectors, pool: pool)
    let result = Matrix(rows: vectors.rows, columns: 2)
    for row in 0..<vectors.rows {
      for column in 0..<codes.columns { result[row, column] = codes[row, column] }
    }
    return result
  }
}
