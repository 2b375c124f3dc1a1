import DataStructures
import FileFormats
import TensorKit

/// Changes an index: adds, replaces and removes rows, all of it or nothing.
///
///     let editor = try IndexEditor(path: "reviews.index")
///     try editor.append(vectors: vectors, sentences: sentences)
///     try editor.remove(id: 17)
///     try editor.commit(pool: pool)
///
/// While an editor lives, no other can be made for the index; searches go on. What was changed is
/// written to new files, and counts once a new manifest has replaced the old one in one step. An
/// editor that ends without `commit` changes nothing.
public final class IndexEditor {
  private let path: String
  /// Held until the changes are made.
  private var lock: FileDescriptor?
  private var manifest: IndexManifest
  private let segments: [LiveSegment]
  private var removed: [RowSet?]
  /// The new rows.
  private var appended: [AppendedRow] = []
  /// The number of the first file that may be written.
  private let firstFile: Int
  private var isFinished = false

  /// A row to be written.
  private struct AppendedRow {
    let id: Int
    let vector: [Float]
    let sentence: String
    let fields: [String]
  }

  /// What the index is made of.
  public var design: IndexDesign { manifest.design }

  /// Begins to change an index.
  ///
  /// - Throws: `IndexError.busy` while another editor exists, in this process or another;
  ///   `IndexError.singleFile` for an index of an earlier version; `FileError`.
  public init(path: String) throws {
    guard IndexFolder.isIndex(path) else {
      let index = try MappedIndex(path: path)
      throw IndexError.singleFile(path: index.path)
    }
    self.path = path
    lock = try IndexFolder.lock(path)
    (manifest, segments) = try IndexFolder.open(path)
    removed = segments.map(\.removed)
    firstFile = manifest.nextFile
    IndexFolder.removeSpares(path, keeping: manifest)
  }

  deinit {
    if !isFinished { IndexFolder.removeFiles(of: path, from: firstFile) }
  }

  // MARK: - Finding rows

  /// For each key the id of the row that has it, by its bytes; nil if there is none.
  ///
  /// - Throws: `IndexError.noKey` if the index has no keys.
  /// - Complexity: O(rows).
  public func ids(ofKeys keys: [String]) throws -> [Int?] {
    guard let column = design.keyColumn else { throw IndexError.noKey(path: path) }
    let wanted = Set(keys.map(UTF8Key.init))
    var found: [UTF8Key: Int] = [:]
    for (number, segment) in segments.enumerated() {
      for row in 0..<segment.segment.count where !(removed[number]?.contains(row) ?? false) {
        let key = UTF8Key(try segment.segment.field(row, column))
        if wanted.contains(key) { found[key] = try segment.segment.checkedID(row) }
      }
    }
    return keys.map { found[UTF8Key($0)] }
  }

  /// The ids of the rows whose fields fulfill all conditions, in order.
  ///
  /// - Throws: `SearchError.unknownColumn`; `FileError` if the index is damaged.
  public func ids(where conditions: [FieldCondition]) throws -> [Int] {
    var places: [(column: Int, condition: FieldCondition)] = []
    for condition in conditions {
      guard let column = design.columns.firstIndex(ofBytes: condition.column) else {
        throw SearchError.unknownColumn(condition.column, columns: design.columns)
      }
      places.append((column, condition))
    }
    let pool = WorkerPool(threads: 1)
    var ids: [Int] = []
    for (number, segment) in segments.enumerated() {
      var rows = segment.rows(where: places, ids: nil, pool: pool)
      removed[number].map { rows.subtract($0) }
      try rows.forEach { ids.append(try segment.segment.checkedID($0)) }
    }
    return ids.sorted()
  }

  /// Whether there is a row of an id.
  public func contains(_ id: Int) -> Bool { place(of: id) != nil }

  private func place(of id: Int) -> (segment: Int, row: Int)? {
    for (number, segment) in segments.enumerated() {
      guard let row = segment.segment.row(of: id), !(removed[number]?.contains(row) ?? false)
      else { continue }
      return (number, row)
    }
    return nil
  }

  // MARK: - Changing

  /// Removes a row.
  ///
  /// - Throws: `IndexError.unknownID` if there is none of this id.
  public func remove(id: Int) throws {
    guard let (segment, row) = place(of: id) else { throw IndexError.unknownID(id, path: path) }
    if removed[segment] == nil {
      removed[segment] = RowSet(rows: segments[segment].segment.count)
    }
    // In place: a copy for each row would take its time where many are removed.
    removed[segment]?.insert(row)
  }

  /// Appends vectors `[n × dimension]` as new rows and returns their ids.
  ///
  /// With `ids`, each takes the place of the row of that id, which is removed.
  ///
  /// - Throws: `SearchError`, `IndexError`, `FileError`.
  @discardableResult
  public func append(
    vectors: Matrix, sentences: [String] = [], fields: [[String]] = [], ids: [Int]? = nil
  ) throws -> [Int] {
    precondition(ids?.count ?? vectors.rows == vectors.rows, "\(vectors.rows) rows")
    precondition(
      !design.hasSentences || sentences.count == vectors.rows, "\(sentences.count) sentences")
    precondition(
      design.columns.isEmpty || fields.count == vectors.rows, "\(fields.count) rows of fields")
    let prepared = try PreparedVectors(
      vectors, metric: design.metric, dimension: design.dimension, firstRow: appended.count)
    guard manifest.nextID + vectors.rows < SegmentHeader.endOfIDs else {
      throw FileError.unwritable(
        path: path, value: "\(manifest.nextID + vectors.rows) ids",
        reason: "the ids of an index are below 2⁴⁸")
    }
    for id in ids ?? [] { try remove(id: id) }
    let given = ids ?? Array(manifest.nextID..<manifest.nextID + vectors.rows)
    if ids == nil { manifest.nextID += vectors.rows }
    for row in 0..<vectors.rows {
      appended.append(
        AppendedRow(
          id: given[row], vector: prepared.vectors.row(row),
          sentence: design.hasSentences ? sentences[row] : "",
          fields: design.columns.isEmpty ? [] : fields[row]))
    }
    return given
  }

  /// Appends rows of an index with keys; a row whose key is there takes the place of that one and
  /// keeps its id. Returns how many were replaced.
  ///
  /// - Throws: `IndexError.noKey` if the index has no keys; the errors of `append`.
  public func replace(
    vectors: Matrix, sentences: [String] = [], fields: [[String]] = []
  ) throws -> Int {
    guard let column = design.keyColumn else { throw IndexError.noKey(path: path) }
    // An error names the row among those that are given, before they are divided.
    _ = try PreparedVectors(
      vectors, metric: design.metric, dimension: design.dimension, firstRow: appended.count)
    let known = try ids(ofKeys: fields.map { $0[column] })
    let (old, new) = (
      fields.indices.filter { known[$0] != nil }, fields.indices.filter { known[$0] == nil }
    )
    for (rows, ids) in [(old, old.compactMap { known[$0] }), (new, nil)] {
      try append(
        vectors: vectors.rows(at: rows),
        sentences: design.hasSentences ? rows.map { sentences[$0] } : [],
        fields: rows.map { fields[$0] }, ids: ids)
    }
    return old.count
  }

  /// Makes all changes at once.
  ///
  /// Small segments are merged into one, so that an index that grows by small steps stays fast;
  /// `compacts` merges all of them. An index with parts of other modules, such as words, needs them again:
  /// `parts` makes those of the rows that are written, and without any the index loses its words. `progress`
  /// is told how many rows of a graph are done, and may throw to give up.
  ///
  /// - Throws: `IndexError.repeatedKey`; `IndexError.missingParts` for words without `parts`;
  ///   `FileError`, also if a segment is damaged that is to be written again; `SearchError`. The index is
  ///   then as before.
  public func commit(
    compacts: Bool = false, parts: [any SegmentPart]? = nil, pool: WorkerPool = WorkerPool(),
    progress: (Int) throws -> Void = { _ in }
  ) throws {
    try checkKeys()
    let merged = compacts ? Array(segments.indices) : spares
    var entries: [IndexManifest.Entry] = []
    for number in segments.indices where !merged.contains(number) {
      entries.append(try kept(number))
    }
    if let entry = try write(merged, parts, pool, progress) { entries.append(entry) }
    manifest.segments = entries
    try manifest.write(to: path)
    isFinished = true
    IndexFolder.removeSpares(path, keeping: manifest)
    lock = nil
  }

  /// The segments that are written again with the new rows: those that have no rows left, and, the
  /// smallest first, those that are not much larger than all that is written anyway. So there are
  /// never many, and each row is written only a few times.
  private var spares: [Int] {
    let sizes = segments.indices.map {
      segments[$0].segment.count - (removed[$0]?.count ?? 0)
    }
    var spares: [Int] = []
    var total = appended.count
    for number in segments.indices.sorted(by: { (sizes[$0], $0) < (sizes[$1], $1) })
    where sizes[number] <= Self.mergeFactor * total {
      spares.append(number)
      total += sizes[number]
    }
    return spares.sorted()
  }

  /// Segments of up to this many times the rows that are written are written with them.
  private static let mergeFactor = 4

  /// The entry of a segment that stays, with a new list of removed rows if it has changed.
  private func kept(_ number: Int) throws -> IndexManifest.Entry {
    var entry = manifest.segments[number]
    guard let rows = removed[number], rows != segments[number].removed else { return entry }
    let name = manifest.newFile("removed")
    let file = try AtomicFile(path: path + "/" + name, existing: .replace)
    try file.write(RemovedRows.bytes(rows))
    try file.commit()
    entry.removed = name
    entry.removedCount = rows.count
    return entry
  }

  /// Writes the rows of some segments and the new ones as one segment, in the order of their ids.
  private func write(
    _ merged: [Int], _ parts: [any SegmentPart]?, _ pool: WorkerPool,
    _ progress: (Int) throws -> Void
  ) throws -> IndexManifest.Entry? {
    var sources: [(id: Int, segment: Int, row: Int)] = appended.enumerated().map {
      ($1.id, -1, $0)
    }
    for number in merged {
      let segment = segments[number].segment
      // New checksums would hide that it is damaged.
      if removed[number]?.count != segment.count { try segment.verify() }
      for row in 0..<segment.count where !(removed[number]?.contains(row) ?? false) {
        sources.append((try segment.checkedID(row), number, row))
      }
    }
    guard !sources.isEmpty else { return nil }
    if parts == nil, design.stemmer != nil { throw IndexError.missingParts(path: path) }
    sources.sort { $0.id < $1.id }
    for (source, next) in zip(sources, sources.dropFirst()) where source.id == next.id {
      throw FileError.malformed(
        path: path, line: nil,
        reason: "damaged: two rows have the id \(source.id). Restore it or make it again")
    }
    let name = manifest.newFile("segment")
    let writer = try SegmentWriter(path: path + "/" + name, design: design, hasIDs: true)
    let columns = design.columns.indices
    for start in stride(from: 0, to: sources.count, by: 1_024) {
      let group = sources[start..<min(start + 1_024, sources.count)]
      var (values, sentences, fields): ([Float], [String], [[String]]) = ([], [], [])
      for (_, number, row) in group {
        if number < 0 {
          values += appended[row].vector
          sentences.append(appended[row].sentence)
          fields.append(appended[row].fields)
        } else {
          let segment = segments[number].segment
          values += segment.vectors.vector(row)
          sentences.append(try segment.sentences?[row] ?? "")
          fields.append(try columns.map { try segment.field(row, $0) })
        }
      }
      try writer.append(
        Matrix(rows: group.count, columns: design.dimension, values: values),
        ids: group.map(\.id), sentences: sentences, fields: fields)
    }
    let others = segments.indices.filter { !merged.contains($0) }.map { segments[$0] }
    try writer.finish(design, parts: parts ?? [], beside: others, pool: pool, progress: progress)
    return IndexManifest.Entry(file: name, count: sources.count)
  }

  /// Throws if a new row has the key of another one.
  private func checkKeys() throws {
    guard let column = design.keyColumn, !appended.isEmpty else { return }
    let keys = appended.map { $0.fields[column] }
    var seen: Set<UTF8Key> = []
    for (key, id) in zip(keys, try ids(ofKeys: keys))
    where id != nil || !seen.insert(UTF8Key(key)).inserted {
      throw IndexError.repeatedKey(key, path: path)
    }
  }
}
