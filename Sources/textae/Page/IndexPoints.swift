import FileFormats
import TensorKit
import VectorSearch
import VisualReport

/// Rows of an index, evenly spread over it, as points of a map.
struct IndexPoints {
  private let index: MappedIndex
  let ids: [Int]
  /// A text for each id, empty where the index has none.
  let sentences: [String]
  private let labels: (column: String, values: [String])?

  /// At most `limit` rows; those with blank sentences are left out.
  ///
  /// - Throws: `SearchError.unknownColumn` for a label that the index does not have,
  ///   `CommandError.nothingToIndex` for an index of nothing, and `FileError` for a damaged one.
  init(of index: MappedIndex, limit: Int, label: String?) throws {
    self.index = index
    let all = index.ids
    let shown = min(limit, all.count)
    var (ids, sentences): ([Int], [String]) = ([], [])
    for id in (0..<shown).map({ all[$0 * all.count / shown] }) {
      let sentence = try index.sentence(id) ?? ""
      if index.hasSentences, sentence.isBlank { continue }
      ids.append(id)
      sentences.append(sentence)
    }
    guard !ids.isEmpty else { throw CommandError.noSentences(paths: [index.path]) }
    (self.ids, self.sentences) = (ids, sentences)
    guard let label else {
      labels = nil
      return
    }
    guard let column = index.columns.firstIndex(of: label) else {
      throw SearchError.unknownColumn(label, columns: index.columns)
    }
    labels = (label, try ids.map { try index.fields($0)?[column] ?? "" })
  }

  /// What a view is made of, under the name of the index and that of its vectors.
  func source(named name: String, vectors title: String) throws -> CorpusView.Source {
    let vectors = Matrix(rows: ids.count, columns: index.dimension)
    for (row, id) in ids.enumerated() {
      for (column, value) in (index.vector(id) ?? []).enumerated() { vectors[row, column] = value }
    }
    // The index of a file in a folder that cannot be written is open, but not there any more.
    let hidden: Set = Paths.exists(index.path) ? ["kind"] : ["kind", "file"]
    let facts = try FileReport.index(index).lines.filter { !hidden.contains($0.name) }
    return CorpusView.Source(
      name: name, count: index.count,
      facts: facts.map { Fact(name: $0.name, value: $0.value) }, ids: ids,
      sentences: sentences, vectors: [(name: title, vectors: vectors)], labels: labels)
  }
}
