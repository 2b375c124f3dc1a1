import CommandLineKit
import DataStructures
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

struct IndexUpdate: Command {
  static let name = "update"
  static let abstract = "Replace rows of an index by new ones."
  static let discussion = """
    Without --id, the index needs a column of keys (index build --id-column). A row whose key is in \
    the index takes the place of that one and keeps its id; other rows are added. With --id, the \
    rows take the places of these ids, in order.
    """
  static let examples = [
    Example(
      "index update reviews.index changed.csv --text-column text",
      "Replaces the rows that have the same keys, and adds the others."),
    Example(
      "index update reviews.index --id 17 - < sentence.txt", "Replaces the sentence of id 17."),
  ]

  @Argument("INDEX", "The index to change.") var index: String
  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.")
  var files: [String]
  @Option("The id of a row to be replaced; repeat for more.", .within(0...1 << 48))
  var id: [Int] = []
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
    if tables.skipBadRows, !id.isEmpty { throw UsageRule.badRowsAndIDs }
    var seen: Set<Int> = []
    if let twice = id.first(where: { !seen.insert($0).inserted }) {
      throw UsageProblem.invalid("--id \(twice) was given twice", advice: "give each id once")
    }
  }

  func run() throws {
    let change = try IndexChange(index, rows, tables, work, model: model)
    var left = id[...]
    var replaced = 0
    var keys: Set<UTF8Key> = []
    let count = try change.append(files) { editor, part in
      guard id.isEmpty else {
        guard left.count >= part.vectors.rows else {
          throw CommandError.rowsWithoutIDs(index: index, ids: id.count)
        }
        let ids = Array(left.prefix(part.vectors.rows))
        left = left.dropFirst(ids.count)
        replaced += ids.count
        try editor.append(
          vectors: part.vectors, sentences: part.sentences, fields: part.fields, ids: ids)
        return
      }
      let design = editor.design
      if let column = design.key.flatMap({ design.columns.firstIndex(ofBytes: $0) }) {
        for row in part.fields where !keys.insert(UTF8Key(row[column])).inserted {
          throw IndexError.repeatedKey(row[column], path: files.joined(separator: ", "))
        }
      }
      replaced += try editor.replace(
        vectors: part.vectors, sentences: part.sentences, fields: part.fields)
    }
    guard left.isEmpty else { throw CommandError.rowsWithoutIDs(index: index, ids: id.count) }
    try change.commit()
    work.console.note(
      "\(index): \(counted(replaced, "row")) replaced, \(grouped(count - replaced)) added")
  }
}
