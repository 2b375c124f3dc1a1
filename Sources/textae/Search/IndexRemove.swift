import CommandLineKit
import FileFormats
import VectorSearch

struct IndexRemove: Command {
  static let name = "remove"
  static let abstract = "Remove rows from an index."
  static let discussion = """
    Rows are named by id, by key, or by what a column holds. Their ids are not used again. The \
    space is freed by index compact.
    """
  static let examples = [
    Example("index remove reviews.index 17 230", "Removes two rows by their ids."),
    Example("index remove reviews.index --key r17", "Removes a row by its key."),
    Example(
      "index remove reviews.index --where label=spam", "Removes all rows of a label."),
  ]

  @Argument("INDEX", "The index to change.") var index: String
  @Argument("ID", "Ids of rows, as search shows them.", completion: .none) var ids: [Int]
  @Option("The key of a row; repeat for more.", value: "KEY") var key: [String] = []
  @Option(
    "Remove the rows whose column holds a value: COLUMN=VALUE, or !=, <, <=, >, >=; repeat to "
      + "demand more.", name: "where", value: "CONDITION")
  var conditions: [RowCondition] = []
  let work = RunOptions()

  func validate() throws {
    if ids.isEmpty, key.isEmpty, conditions.isEmpty { throw UsageRule.nothingToRemove }
  }

  func run() throws {
    let editor = try IndexChange.editor(of: index)
    var all = Set(ids)
    if !key.isEmpty {
      for (key, id) in zip(key, try editor.ids(ofKeys: key)) {
        guard let id else { throw IndexError.unknownKey(key, path: index) }
        all.insert(id)
      }
    }
    if !conditions.isEmpty {
      all.formUnion(try editor.ids(where: conditions.map(\.value)))
    }
    for id in all.sorted() { try editor.remove(id: id) }
    try IndexChange.commit(editor, index, work)
    work.console.note("\(index): \(counted(all.count, "row")) removed")
  }
}
