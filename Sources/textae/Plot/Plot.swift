import CommandLineKit
import FileFormats
import Plotting
import VisualReport

struct Plot: Command {
  static let name = "plot"
  static let abstract = "Draw a table of figures as SVG."
  static let discussion = """
    The table is one of Markdown, one with tabs, commas or semicolons between its fields, JSON with a \
    row in each line, or what 'textae reduce compare --json' prints. Its first row names the columns and its first column the \
    rows; columns that are not of numbers are left out. Every column becomes a panel of bars. If the \
    rows are numbers that increase, it becomes a curve.
    """
  static let examples = [
    Example("plot family.md --output family.svg", "Draws a table that compares models."),
    Example(
      "plot reduced.json --output reduced.svg", "Draws what 'reduce compare --json' printed."),
  ]

  @Argument("TABLE", "The table; - is standard input.") var table: String
  @Option(
    "The drawing to write, as SVG; - is standard output.", value: "FILE.svg", completion: .file)
  var output: String
  @Option("The heading of the drawing.") var title: String?
  @Flag("Replace an existing output.") var overwrite

  func run() throws {
    let drawing = try PlotFile(output, overwrite: overwrite)
    let table = try FigureTable(contentsOf: self.table)
    try drawing?.write(FigureDrawing(of: table, title: title).svg)
  }
}
