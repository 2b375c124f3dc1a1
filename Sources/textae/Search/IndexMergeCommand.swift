import CommandLineKit
import FileFormats
import LexicalSearch
import TextAutoencoder
import VectorSearch

struct IndexMergeCommand: Command {
  static let name = "merge"
  static let abstract = "Make one index of several that were built apart."
  static let discussion = """
    For a corpus whose parts were indexed on several machines, with the same model and options. Nothing is \
    embedded or coded again: the files of each index are copied. Ids go on from index to index, so a \
    search finds the neighbors that it would find in an index of the whole corpus, which the same numbers \
    name; with graphs, it looks through each of them. The indexes stay as they are.

    Words count as in an index of the whole. Index compact then makes one graph of all.
    """
  static let examples = [
    Example(
      "index merge part0.index part1.index --output whole.index",
      "Merges the indexes of two parts, in the order of the corpus.")
  ]

  @Argument("INDEX", "The indexes, in the order of their rows.", isRequired: true)
  var indexes: [String]
  @Option("The index to write.", value: "FILE.index", completion: .file) var output: String
  @Flag("Replace an existing output.") var overwrite
  @Flag("Show only warnings and errors.") var quiet

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    let console = Console(quiet: quiet)
    try IndexBuilder.check(output, existing)
    let parts = try indexes.map { try SearchedIndex(path: $0) }
    if let words = parts.first(where: { $0.vectors == nil }) {
      throw CommandError.indexWithoutVectors(index: words.path)
    }
    if let other = parts.first(where: { $0.hasDocuments != parts[0].hasDocuments }) {
      throw IndexError.different(
        setting: "splitting of texts", path: other.path, other: parts[0].path)
    }
    let merge = try IndexMerge(indexes)
    if let missing = parts.first(where: { $0.words == nil }),
      parts.contains(where: { $0.words != nil })
    {
      console.warn("\(missing.path) has no words, so \(output) has none")
    }
    let meter = console.meter("merge", unit: "vectors", total: merge.count)
    let words = merge.design.stemmer == nil ? nil : parts[0].words
    try merge.write(
      to: output, existing: existing, parts: words.map { [IndexWords(analyzer: $0.analyzer)] } ?? []
    ) { done in
      try Interrupt.check(saved: "\(output) was not written")
      meter.update(done)
    }
    meter.finish()
    let texts =
      merge.design.stemmer == nil ? nil : parts.compactMap { $0.words?.count }.reduce(0, +)
    console.note(
      "\(output): \(counted(merge.count, "vector"))"
        + (texts.map { ", the words of \(counted($0, "text"))" } ?? ""))
  }
}
