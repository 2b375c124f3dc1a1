import CommandLineKit
import FileFormats
import VectorSearch

struct IndexCheck: Command {
  static let name = "check"
  static let abstract = "Read all of an index and find every damage."
  static let discussion = """
    Searches check only the headers of an index, so that they begin at once. This command reads \
    everything, the words of the sentences too: no flipped bit stays hidden.
    """
  static let examples = [Example("index check reviews.index", "Says whether the index is intact.")]

  @Argument("INDEX", "Indexes to check.", isRequired: true) var indexes: [String]
  let work = RunOptions()

  func run() throws {
    for path in indexes {
      let index = try SearchedIndex(path: path)
      try index.vectors?.verify()
      try index.words?.verify()
      let content = [
        index.vectors.map { counted($0.count, "vector") },
        index.words.map { "the words of " + counted($0.count, "text") },
      ]
      work.console.note(
        "\(path): intact, " + content.compactMap(\.self).joined(separator: " and "))
    }
  }
}
