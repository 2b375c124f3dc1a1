import CommandLineKit
import EnglishModel
import FileFormats
import TensorKit
import VisualReport

struct ReportCommand: Command {
  static let name = "report"
  static let abstract = "Draw an index or a model as a page for the browser."
  static let discussion = """
    The page is one file that loads nothing. For an index it shows its sentences as a map to click and \
    to search, colored by clusters or by a column, the nearest sentences of each by the index and by \
    every model that is given, and what their scores mean. For a model it shows what it is, how its \
    training went, and which words come back from its vectors. The model of an index is shown too.

    Sentences to be reconstructed are those of --sentences, or of the first index, or a few that come \
    with textae. Without a file, the report is about the English model that comes with textae.
    """
  static let examples = [
    Example("report notes.txt --output notes.html", "Draws the lines of a text file."),
    Example(
      "report reviews.index --output report.html", "Draws an index, and the model that made it."),
    Example(
      "report reviews.index english-words --label stars --output report.html",
      "Colors the sentences by a column, and compares neighbors with those of another model."),
    Example(
      "report reviews.textae --sentences new.txt --output report.html",
      "Shows a training, and what comes back of sentences of a file."),
  ]

  @Argument("FILE", "Indexes, text files with one sentence per line, and models.") var files:
    [String]
  @Option("The page to write; - is standard output.", value: "FILE.html", completion: .file)
  var output: String?
  let view = ViewOptions()
  @Option("The heading of the page.") var title: String?
  @Flag("Print the data of the page as one JSON object.") var json
  @Flag("Replace an existing output.") var overwrite
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    try tables.validate()
    guard let output else {
      if !json { throw UsageProblem.missingOption("--output") }
      return
    }
    if json, output == "-" { throw UsageProblem.conflict("--json", "--output -") }
  }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    if let output { try OutputCheck.file(output, existing) }
    let subjects = try ReportSubjects(
      files.isEmpty ? [ModelInTheBox.name] : files, tables: tables, work: work)
    let maker = ReportMaker(subjects: subjects, options: view, work: work)
    let data = try maker.data(title: title).json
    if let output {
      let file = try AtomicFile(path: output, existing: existing)
      try file.write(ReportPage.html(of: data))
      try file.commit()
      if output != "-" { work.console.note("\(output): open it in a browser") }
    }
    if json { try StandardOutput.print(data.jsonText + "\n") }
  }
}
