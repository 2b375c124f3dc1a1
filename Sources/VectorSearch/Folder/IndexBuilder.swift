import DataStructures
import FileFormats
import Foundation
import TensorKit

/// Writes an index, a batch of vectors at a time, in constant memory but for a graph.
///
///     let builder = try IndexBuilder(path: "reviews.index", design: IndexDesign(dimension: 512))
///     try builder.append(vectors: try embedder.embed(sentences), sentences: sentences)
///     try builder.finish(pool: pool)
///
/// What has been appended is kept in temporary files on the same disk. The index appears under its
/// name once it is finished. The same content gives the same bytes, for any number of threads.
public final class IndexBuilder {
  /// What the index is made of.
  public var design: IndexDesign { manifest.design }
  private let path: String
  private let output: NewIndex
  private var manifest: IndexManifest
  private let writer: SegmentWriter
  private var keys: Set<UTF8Key> = []

  /// Begins an index.
  ///
  /// - Throws: `IndexError.repeatedColumn` and `IndexError.tooManyColumns` for a design that no index can
  ///   have; `FileError` if the output cannot be created; `IndexError.busy` while another program changes or
  ///   makes an index of this path.
  public init(
    path: String, design: IndexDesign, existing: OverwritePolicy = .replace
  ) throws {
    try IndexDesign.check(columns: design.columns, path: path)
    self.path = path
    let output = try NewIndex(path: path, existing: existing)
    var manifest = output.manifest(design)
    let file = output.file(manifest.newFile("segment"))
    (self.output, self.manifest) = (output, manifest)
    writer = try output.work { try SegmentWriter(path: file, design: design, hasIDs: false) }
  }

  /// Throws unless an index can be written at a path.
  ///
  /// - Throws: `FileError`, for instance `isDirectory` for a folder of something else; `IndexError.busy`
  ///   while another program changes or makes it.
  public static func check(_ path: String, _ existing: OverwritePolicy) throws {
    try NewIndex.checkTarget(path, existing)
    if IndexFolder.isIndex(path) {
      _ = try IndexFolder.lock(path)
    } else {
      let temporary = try TemporaryIndex.make(for: path)
      withExtendedLifetime(temporary.lock) { TemporaryIndex.discard(temporary.path) }
    }
  }

  /// Removes what is left of an index that has lost its manifest, and the folder if there is nothing else
  /// in it.
  package static func removeRemains(_ path: String) {
    guard !IndexFolder.isIndex(path), FileDescriptor.status(of: path)?.kind == .directory else {
      return
    }
    IndexFolder.removeSpares(path, keeping: nil)
    FileDescriptor.remove(path + "/" + IndexFolder.lockName)
    // This does nothing to a folder with something in it.
    FileDescriptor.removeEmptyFolder(path)
  }

  /// Decides how vectors are stored and found, once it is known how many there are.
  public func choose(kind: IndexKind, codec: IndexCodec, rescoring: IndexCodec? = nil) {
    manifest.design.kind = kind
    manifest.design.codec = codec
    manifest.design.rescoring = rescoring
  }

  /// How many vectors have been appended.
  public var count: Int { writer.count }

  /// Appends vectors `[n × dimension]` with the n sentences and rows of fields that belong to them.
  ///
  /// - Throws: `SearchError` with the row, counted over the whole index, if a vector is not finite;
  ///   `IndexError.repeatedKey`; `FileError` if writing fails.
  public func append(
    vectors: Matrix, sentences: [String] = [], fields: [[String]] = []
  ) throws {
    let prepared = try PreparedVectors(
      vectors, metric: design.metric, dimension: design.dimension, firstRow: count)
    if let column = design.keyColumn {
      for row in fields where !keys.insert(UTF8Key(row[column])).inserted {
        throw IndexError.repeatedKey(row[column], path: path)
      }
    }
    try output.work {
      try writer.append(prepared.vectors, ids: [], sentences: sentences, fields: fields)
    }
  }

  /// Completes the index.
  ///
  /// - Throws: `FileError`, `SearchError`, what a part throws, and what `progress` throws to give up: it
  ///   is told how many rows of a graph are done.
  public func finish(
    parts: [any SegmentPart] = [], pool: WorkerPool = WorkerPool(),
    progress: (Int) throws -> Void = { _ in }
  ) throws {
    if writer.count > 0 {
      try output.work {
        try writer.finish(design, parts: parts, pool: pool, progress: progress)
      }
      manifest.segments = [
        IndexManifest.Entry(
          file: String(writer.path.dropFirst(output.folder.count + 1)), count: writer.count)
      ]
    }
    manifest.nextID = writer.count
    try output.commit(manifest)
  }
}

extension PreparedVectors {
  /// Checks and normalizes vectors; rows in errors are counted over the whole index.
  init(
    _ source: Matrix, metric: Metric, dimension: Int, firstRow: Int
  ) throws(SearchError) {
    guard source.columns == dimension else {
      throw .wrongDimension(expected: dimension, found: source.columns)
    }
    do {
      try self.init(source, metric: metric)
    } catch {
      switch error {
      case .notFinite(let row): throw .notFinite(row: firstRow + row)
      case .tooLong(let row, let limit): throw .tooLong(row: firstRow + row, limit: limit)
      case .wrongDimension, .unknownColumn, .damaged: throw error
      }
    }
  }
}
