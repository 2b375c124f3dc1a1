import CommandLineKit
import DataStructures
import DimensionReduction
import FileFormats
import Foundation
import Plotting
import TensorKit

struct ReduceCompare: Command {
  static let name = "compare"
  static let abstract = "Compare an autoencoder with principal components at equal dimensions."
  static let discussion = """
    Both are fitted to four fifths of the vectors and measured on the rest, at most 5,000. The \
    error is the squared error of the restored vectors as a share of their variance; less is \
    better. The neighbors kept are those of the nearest of a vector, among the measured ones, that \
    are also nearest by their codes; more is better.
    """
  static let examples = [
    Example("reduce compare vectors.npy", "Prints both measures at 2 to 256 dimensions."),
    Example(
      "reduce compare vectors.npy --dimensions 16 32 64 --regularizer neighbors:0.1 "
        + "--plot measures.svg", "Also draws two charts."),
  ]

  @Argument(
    "VECTORS", "A file of vectors: .npy or word2vec; - is standard input.", isRequired: true)
  var vectors: [String]
  @Option(
    "Components of the codes. Without this option the powers of 2 up to 256 that are fewer than "
      + "those of the vectors.", .within(1...65_536), severalValues: true)
  var dimensions: [Int] = [2, 4, 8, 16, 32, 64, 128, 256]
  @Option("Number of nearest neighbors to compare.", .within(1...1_000)) var neighbors = 10
  @Option("How near vectors, and codes, are to each other.") var metric = Metric.l2
  @Option("A drawing to write, as SVG.", value: "FILE.svg", completion: .file) var plot: String?
  @Flag("Print one JSON object.") var json
  @Flag("Replace an existing drawing.") var overwrite
  let autoencoder = AutoencoderOptions()
  let work = RunOptions()

  func validate() throws {
    guard vectors.count == 1 else { throw UsageRule.vectorFiles(vectors.count) }
    _ = try autoencoder.plan(dimension: dimensions.max() ?? 1)
  }

  func run() throws {
    let drawing = try PlotFile(plot, overwrite: overwrite)
    let pool = WorkerPool(threads: work.threads)
    let rows = try VectorInput(path: vectors[0]).all(console: work.console)
    // Those that are no reduction are left out only where they were not asked for.
    let possible = $dimensions ? dimensions : dimensions.filter { $0 < rows.columns }
    let meter = work.console.meter("compare", unit: "vectors")
    let result = try ReductionComparison(
      of: rows, dimensions: possible, plan: autoencoder.plan(dimension: 1), neighbors: neighbors,
      metric: metric, pool: pool
    ) { done, total in
      try Interrupt.check(saved: "nothing was written")
      meter.update(done, of: total)
    }
    meter.finish()
    try drawing?.write(Self.drawing(of: result))
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try StandardOutput.print(
        String(decoding: try encoder.encode(result), as: UTF8.self) + "\n")
    } else {
      try StandardOutput.print(Self.table(of: result))
    }
  }

  private static func table(of result: ReductionComparison) -> String {
    let share = { TextFormat.fixed($0, places: 1, times: 100) }
    var rows = [["", "error %", "", "neighbors kept %", ""]]
    rows.append(["dimension", "pca", "autoencoder", "pca", "autoencoder"])
    rows += result.entries.map { entry in
      [
        "\(entry.dimension)", share(entry.pca.reconstructionError),
        share(entry.autoencoder.reconstructionError), share(entry.pca.neighborsKept),
        share(entry.autoencoder.neighborsKept),
      ]
    }
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = row.indices.map { TextFormat.padded(row[$0], to: widths[$0]) }
      var line = cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }
    return lines.joined()
  }

  /// One chart for each measure.
  static func drawing(of result: ReductionComparison) -> String {
    func chart(
      _ title: String, _ vertical: String, _ value: (ReductionQuality) -> Double
    ) -> LineChart {
      func curve(
        _ name: String, _ quality: (ReductionComparison.Entry) -> ReductionQuality
      ) -> LineChart.Curve {
        let sorted = result.entries.sorted { $0.dimension < $1.dimension }
        return LineChart.Curve(
          name: name, points: sorted.map { (Double($0.dimension), 100 * value(quality($0))) })
      }
      return LineChart(
        title: title, horizontal: "dimensions of the code", vertical: vertical,
        curves: [curve("autoencoder", \.autoencoder), curve("PCA", \.pca)], isLogarithmic: true)
    }
    return LineChart.row(
      [
        chart("What is lost", "error, % of the variance", \.reconstructionError),
        chart(
          "Which neighbors stay", "of the \(result.neighbors) nearest, %", \.neighborsKept),
      ], title: "Autoencoder and principal components")
  }
}
