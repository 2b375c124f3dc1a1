import CommandLineKit
import LocalServer
import TensorKit
import VectorSearch
import VisualReport

struct Explore: Command {
  static let name = "explore"
  static let abstract = "Search an index in the browser, and try its model."
  static let discussion = """
    Serves the page of 'textae report' on this machine only, with a search by meaning and words and fields \
    to try the model, and prints its address. The address has a random token, without which nothing is \
    answered. Ctrl-C ends.

    Programs can ask too, with JSON sent by POST: ADDRESS/search {"query": …, "count": …}, \
    embed {"sentences": […]}, reconstruct {"sentence": …} and paraphrase {"sentence": …, "count": …}. \
    Clients of OpenAI get embeddings with the base URL ADDRESS/v1 and any key.
    """
  static let examples = [
    Example("explore notes.txt", "Prints an address to open in a browser."),
    Example(
      "explore reviews.index english-words --port 8080",
      "Compares neighbors with those of another model, at a port that stays the same."),
  ]

  @Argument("FILE", "An index, or a text file with one sentence per line.") var file: String
  @Argument("MODEL", "Models whose neighbors are shown beside those of the index.")
  var models: [String]
  @Option("The port; 0 takes a free one.", .within(0...65_535)) var port = 0
  let view = ViewOptions()
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws { try tables.validate() }

  func run() throws {
    let index = try PageIndex(file, needsModel: true, tables: tables, work: work)
    guard let embedder = index.embedder, let model = index.model else {
      throw CommandError.indexWithoutModel(index: file)
    }
    let server = try LoopbackServer(port: UInt16(port))
    let subjects = try ReportSubjects(models, after: index, tables: tables, work: work)
    var data = try ReportMaker(subjects: subjects, options: view, work: work).data(title: nil)
    data.service = server.path
    let engine = SearchEngine(
      index: index.searched, ranking: try index.searched.ranking(nil, hasModel: true),
      embedder: embedder, options: SearchOptions(count: 10), conditions: [],
      pool: WorkerPool(threads: work.threads), hidesBlanks: index.isTextFile)
    let explorer = Explorer(
      page: ReportPage.html(of: data.json), engine: engine, embedder: embedder, model: model)
    try StandardOutput.print(server.address + "\n")
    work.console.note("open this address in a browser; Ctrl-C ends")
    server.run(until: { Interrupt.isRequested }) { explorer.answer($0) }
    try Interrupt.check()
  }
}
