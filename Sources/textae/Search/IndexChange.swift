import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

/// What commands that change an index have in common.
struct IndexChange {
  let index: String
  let editor: IndexEditor
  private let rows: IndexRows
  private let tables: CorpusOptions
  private let work: RunOptions
  private let model: String?

  init(
    _ index: String, _ rows: IndexRows, _ tables: CorpusOptions, _ work: RunOptions,
    model: String?
  ) throws {
    self.index = index
    self.rows = rows
    self.tables = tables
    self.work = work
    self.model = model
    editor = try Self.editor(of: index)
  }

  /// Begins to change the rows of an index.
  ///
  /// - Throws: `CommandError` if several rows make up a text, or if a search of a text file keeps the index.
  static func editor(of index: String) throws -> IndexEditor {
    if TextFileState.isIn(index) { throw CommandError.changeOfTextIndex(index: index) }
    let editor = try IndexEditor(path: index)
    if try WordCollection(of: MappedIndex(path: index))?.hasGroups == true {
      throw CommandError.changeOfSplitTexts(index: index)
    }
    return editor
  }

  /// Passes the rows of files to `body` in batches, and returns their number.
  func append(
    _ files: [String], _ body: (IndexEditor, IndexPart) throws -> Void
  ) throws -> Int {
    var embedder: (any SentenceEmbedder, String)?
    if rows.vectors == nil {
      let loaded = try IndexedModel(index: MappedIndex(path: index), override: model)
        .load(precision: rows.precision.value, threads: work.threads)
      embedder = (loaded.embedder, "")
    }
    let columns = editor.design.columns
    if !columns.isEmpty, tables.textColumn == nil {
      throw CommandError.columnsWithoutTable(index: index, columns: columns)
    }
    let source = try rows.source(files, embedder: embedder, tables, columns: columns)
    guard source.hasSentences || !editor.design.hasSentences else {
      throw CommandError.missingSentences(vectors: rows.vectors ?? index, first: 1)
    }
    if source.hasSentences, !editor.design.hasSentences {
      work.console.warn("\(index) has no sentences, so those of the new rows are left out")
    }
    let meter = work.console.meter("index", unit: "vectors", total: source.count)
    var count = 0
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "\(index) is as it was")
      try source.locating { try body(editor, part) }
      count += part.vectors.rows
      meter.update(count)
    }
    guard count > 0 else {
      throw CommandError.nothingToIndex(paths: rows.vectors.map { [$0] } ?? files)
    }
    meter.finish()
    return count
  }

  /// Makes the changes.
  func commit() throws {
    try Self.commit(editor, index, work)
  }

  /// Makes the changes of an editor; the words of the rows that are written come with them.
  static func commit(
    _ editor: IndexEditor, _ index: String, _ work: RunOptions, compacts: Bool = false
  ) throws {
    let groups = compacts ? try WordCollection(of: MappedIndex(path: index))?.groups() : nil
    let parts = IndexParts(
      design: editor.design, groups: groups, saved: "\(index) is as it was", work: work
    ).all
    let graph = work.console.meter("graph", unit: "vectors")
    try editor.commit(
      compacts: compacts, parts: parts.isEmpty ? nil : parts,
      pool: WorkerPool(threads: work.threads)
    ) { done in
      try Interrupt.check(saved: "\(index) is as it was")
      graph.update(done)
    }
    graph.finish()
  }
}
