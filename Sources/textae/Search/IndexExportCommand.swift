import CommandLineKit
import LexicalSearch
import TextAutoencoder
import VectorSearch

struct IndexExportCommand: Command {
  static let name = "export"
  static let abstract = "Write an index for another program."
  static let discussion = """
    Writes a folder of files with the vectors, ids, sentences and columns of all rows; rows that were \
    removed are left out. Vectors are written in single precision as answers are scored with them, so the \
    other program finds the same neighbors: of length 1 if the metric is the cosine, whose value is then \
    the inner product.
    """
  static let examples = [
    Example(
      "index export reviews.index --format faiss --output reviews-faiss",
      "Writes an index file that faiss reads."),
    Example(
      "index export reviews.index --format pgcopy --output reviews-pg",
      "Writes rows for PostgreSQL; psql -f load.sql, run in the folder, loads them."),
  ]

  @Argument("INDEX", "The index to write.") var index: String
  @Option(
    "What to write. "
      + IndexExportFormat.all.map { "\($0.name): \($0.help)" }.joined(separator: " "))
  var format: IndexExportChoice
  @Option("The folder to write.", value: "FOLDER", completion: .directory) var output: String
  @Flag("Replace files in an existing folder.") var overwrite
  @Flag("Show only warnings and errors.") var quiet

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite)
    let console = Console(quiet: quiet)
    if LexicalIndex.isAt(self.index) { throw CommandError.indexWithoutVectors(index: self.index) }
    let index = try MappedIndex(path: index)
    if try WordCollection(of: index)?.hasGroups == true {
      throw CommandError.exportOfSplitTexts(index: self.index)
    }
    let meter = console.meter("export", unit: "rows", total: index.count)
    try index.export(as: format.value, to: output) { done in
      try Interrupt.check(saved: "\(output) was not written")
      meter.update(done)
    }
    meter.finish()
    console.note("\(output): \(grouped(index.count)) rows")
  }
}
