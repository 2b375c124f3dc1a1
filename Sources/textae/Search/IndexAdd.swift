import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

struct IndexAdd: Command {
  static let name = "add"
  static let abstract = "Add sentences or vectors to an index."
  static let discussion = """
    The new rows are embedded by the model of the index, or come with --vectors. They get the next \
    ids. Searches that are going on see the index as it was; all new rows appear at once.
    """
  static let examples = [
    Example("index add reviews.index more.txt", "Embeds and adds every line of a file."),
    Example(
      "index add reviews.index more.csv --text-column text", "Adds the rows of a table."),
    Example("index add vectors.index --vectors more.npy", "Adds vectors."),
  ]

  @Argument("INDEX", "The index to change.") var index: String
  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.")
  var files: [String]
  @Option(
    "Path of the model, if it differs from the one recorded in the index.", value: "MODEL",
    completion: .file)
  var model: String?
  let rows = IndexRows()
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    if model != nil, rows.vectors != nil { throw UsageProblem.conflict("--model", "--vectors") }
    try tables.validate(hasOtherRows: rows.vectors != nil)
  }

  func run() throws {
    let change = try IndexChange(index, rows, tables, work, model: model)
    let count = try change.append(files) { editor, part in
      try editor.append(vectors: part.vectors, sentences: part.sentences, fields: part.fields)
    }
    try change.commit()
    work.console.note("\(index): \(counted(count, "vector")) added")
  }
}
