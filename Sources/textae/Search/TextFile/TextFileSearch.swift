import CommandLineKit
import EnglishModel
import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

/// Opens the index of a text file for search; it is made first, or brought up to date.
///
/// It is beside the file, under its name with .index. What has changed in the file is told by its size
/// and time, and if these differ by a checksum. Only lines that the index lacks are embedded.
struct TextFileSearch {
  let file: String
  let tables: CorpusOptions
  /// The model that the user gives; nil for that of the index, or the one that comes with textae.
  let model: String?
  let precision: EncodingPrecision?
  let work: RunOptions

  /// An open index, and the model that made it.
  struct Opened {
    let index: SearchedIndex
    let model: LoadedModel
  }

  /// Opens the index.
  ///
  /// - Parameter checking: throws if the model does not suit; called before anything is indexed.
  /// - Returns: the index of the file as it is now.
  /// - Throws: `CommandError` if there is no such file, or something else has the name of the index; and what
  ///   `checking` throws.
  func open(checking: (LoadedModel) throws -> Void = { _ in }) throws -> Opened {
    guard let kind = FileDescriptor.status(of: file)?.kind else {
      throw CommandError.noTextFile(path: file)
    }
    if kind == .directory { throw FileError.isDirectory(path: file) }
    guard kind == .regular else {
      throw FileError.malformed(
        path: file, line: nil,
        reason: "is not a regular file, so its index cannot follow its changes")
    }
    let places = TextFilePlace.all(of: file)
    let beside = places[0].path
    if Paths.exists(beside), !TextFileState.isIn(beside) {
      throw CommandError.otherIndexInPlace(file: file, index: beside)
    }
    let loaded = try ModelLoading(precision: precision, threads: work.threads)
      .load(model ?? (try recordedModel(places)) ?? ModelInTheBox.name)
    let embedder = try loaded.sentenceEmbedder()
    try checking(loaded)
    for place in places where try isCurrent(place, embedder) {
      return Opened(
        index: try SearchedIndex(path: place.path), model: loaded)
    }
    for place in places {
      place.prepare()
      defer { place.release() }
      do {
        try buildInTurn(place, loaded, embedder)
      } catch let error as FileError where error.isUnwritable {
        if case .memory = place { throw error }
        continue
      } catch {
        // Another search may have made it in the meantime.
        guard (try? isCurrent(place, embedder)) == true else { throw error }
      }
      tell(place)
      return Opened(
        index: try SearchedIndex(path: place.path), model: loaded)
    }
    preconditionFailure("\(places.count) places, and none of them tried last")
  }

  /// The model of the index that there is; nil without one.
  ///
  /// - Throws: `CommandError` if the model is not there any more.
  private func recordedModel(_ places: [TextFilePlace]) throws -> String? {
    for place in places where TextFileState.isIn(place.path) {
      guard let index = try? MappedIndex(path: place.path), let model = index.model else {
        continue
      }
      return try IndexedModel(index: index, override: nil).locate(model)
    }
    return nil
  }

  /// Whether the index at a place is that of the file as it is now, by this model.
  private func isCurrent(_ place: TextFilePlace, _ embedder: any SentenceEmbedder) throws -> Bool {
    guard let state = TextFileState(in: place.path), state.column == tables.textColumn,
      state.skipsBadRows == tables.skipBadRows,
      let index = try? MappedIndex(path: place.path), index.model?.checksum == embedder.checksum,
      let fingerprint = try? TextFileState.fingerprint(of: place.path), fingerprint == state.index,
      (try? WordCollection(of: index)) != nil
    else { return false }
    guard let status = FileDescriptor.status(of: file) else { return false }
    if (status.size, status.modified) == (state.size, state.modified) { return true }
    var now = try currentState()
    guard now.checksum == state.checksum else { return false }
    now.index = state.index
    // It is only looked at once more the next time if this fails.
    try? now.write(in: place.path)
    return true
  }

  /// The file as it is now.
  private func currentState() throws -> TextFileState {
    try TextFileState(of: file, column: tables.textColumn, skipsBadRows: tables.skipBadRows)
  }

  /// Makes the index at a place, unless another search makes it at the same time, which is waited for.
  private func buildInTurn(
    _ place: TextFilePlace, _ loaded: LoadedModel, _ embedder: any SentenceEmbedder
  ) throws {
    var isTold = false
    while true {
      do { return try build(place, loaded, embedder) } catch IndexError.busy {
        if !isTold {
          isTold = true
          work.console.note("\(place.path): waiting for another program that writes it")
        }
        Thread.sleep(forTimeInterval: 0.05)
        try Interrupt.check(saved: "nothing was written")
      }
      if (try? isCurrent(place, embedder)) == true { return }
    }
  }

  /// Makes the index at a place, with the vectors of the one that is there.
  private func build(
    _ place: TextFilePlace, _ loaded: LoadedModel, _ embedder: any SentenceEmbedder
  ) throws {
    let output = place.path
    try removeRemains(output)
    try IndexBuilder.check(output, .replace)
    try TextFileState.begin(output)
    defer { TextFileState.end(output) }
    var state = try currentState()
    let old = TextFileState.isIn(output) ? try? MappedIndex(path: output) : nil
    let known = old.flatMap { $0.model?.checksum == embedder.checksum ? $0 : nil }
    // Nothing is taken from a damaged index.
    let vectors =
      try (try? KnownVectors(embedder, index: known)) ?? KnownVectors(embedder, index: nil)
    tables.warn(of: [file], work.console)
    let source = EmbeddedSource(
      embedder: vectors, modelPath: loaded.spelling,
      rows: try RowStream(files: [file], format: tables.format))
    let writing = IndexWriting(
      output: output, analyzer: StemmerChoice.standard.analyzer, work: work)
    let design = IndexDesign(
      dimension: source.dimension, columns: source.columns, model: source.model)
    let written = try writing.write(
      source, design, language: LanguageCheck(loaded, of: file, work.console)
    ) { IndexStorage().choose(for: $0, work.console) }
    guard let written else { throw CommandError.nothingToIndex(paths: [file]) }
    state.index = try TextFileState.fingerprint(of: output)
    try state.write(in: output)
    loaded.warnOfCuts(work.console)
    let news = known == nil ? "" : ", \(grouped(vectors.addedCount)) of them new"
    work.console.note("\(file): \(counted(written.vectors, "line")) indexed\(news)")
  }

  /// Removes what is left of an index that an earlier search made, if it has lost its manifest.
  ///
  /// - Throws: `CommandError` if there is something else in its folder.
  private func removeRemains(_ output: String) throws {
    guard TextFileState.isIn(output), !MappedIndex.isFolder(output) else { return }
    TextFileState.remove(from: output)
    IndexBuilder.removeRemains(output)
    if Paths.isFolder(output) {
      throw CommandError.otherIndexInPlace(file: file, index: output)
    }
  }

  private func tell(_ place: TextFilePlace) {
    switch place {
    case .beside: break
    case .cache(let path):
      work.console.note("the folder of \(file) cannot be written, so its index is \(path)")
    case .memory:
      work.console.note(
        "the folder of \(file) cannot be written, so its index is not kept and the next search makes "
          + "it again")
    }
  }
}
