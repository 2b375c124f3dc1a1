import CommandLineKit
import VectorSearch

struct IndexCompact: Command {
  static let name = "compact"
  static let abstract = "Free the space of removed rows, and merge what was added."
  static let discussion = """
    Writes all rows as one file and builds its graph again. Ids stay the same. Searches that are \
    going on see the index as it was.
    """
  static let examples = [Example("index compact reviews.index", "Merges everything.")]

  @Argument("INDEX", "The index to compact.") var index: String
  let work = RunOptions()

  func run() throws {
    let editor = try IndexEditor(path: index)
    try IndexChange.commit(editor, index, work, compacts: true)
    let after = try MappedIndex(path: index)
    work.console.note(
      "\(index): \(counted(after.count, "vector")), \(grouped(after.byteCount)) bytes")
  }
}
