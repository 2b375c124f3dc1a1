import DataStructures
import FileFormats

/// Makes one index of several that were built apart, for instance of the parts of a corpus on several
/// machines.
///
///     try IndexMerge(["part0.index", "part1.index"]).write(to: "whole.index")
///
/// The segments are copied as they are, their graphs too, and nothing is coded again. Only ids change: those
/// of an index follow those of the indexes before it, as if all rows had been given to one builder. An
/// index without a graph gives the same neighbors as one built at once; where there are graphs, each segment
/// is searched by its own. Parts such as the words of an index are told of each other.
public struct IndexMerge {
  /// What the index will be made of.
  public let design: IndexDesign
  /// How many rows it will have.
  public let count: Int
  private let paths: [String]
  private let sources: [(manifest: IndexManifest, segments: [LiveSegment])]

  /// Opens indexes, at least one, and checks that they fit together.
  ///
  /// - Throws: `IndexError.different` if a part of their design differs, other than where the model was;
  ///   `IndexError.repeatedKey`, `IndexError.singleFile`, and `FileError` for a file that is damaged.
  public init(_ paths: [String]) throws {
    precondition(!paths.isEmpty, "no index")
    self.paths = paths
    sources = try paths.map { path in
      guard IndexFolder.isIndex(path) else {
        throw IndexError.singleFile(path: try MappedIndex(path: path).path)
      }
      return try IndexFolder.open(path)
    }
    var design = sources[0].manifest.design
    count = sources.reduce(0) { $0 + $1.manifest.count }
    for (source, path) in zip(sources, paths).dropFirst() {
      if let setting = design.difference(from: source.manifest.design) {
        throw IndexError.different(setting: setting, path: path, other: paths[0])
      }
      // If one has no words, the whole has none: a search by words would not find its rows.
      if source.manifest.design.stemmer == nil { design.stemmer = nil }
    }
    self.design = design
    try checkKeys()
  }

  private func checkKeys() throws {
    guard let column = design.keyColumn else { return }
    var keys: Set<UTF8Key> = []
    for (source, path) in zip(sources, paths) {
      for segment in source.segments {
        for row in 0..<segment.segment.count where !(segment.removed?.contains(row) ?? false) {
          let key = try segment.segment.field(row, column)
          guard keys.insert(UTF8Key(key)).inserted else {
            throw IndexError.repeatedKey(key, path: path)
          }
        }
      }
    }
  }

  /// Writes the index.
  ///
  /// - Parameters:
  ///   - path: Where it is to be; it may be one of the indexes that are merged.
  ///   - existing: What to do if there is an index.
  ///   - parts: What other modules keep in the segments, to be told of each other.
  ///   - progress: Is told how many rows of whole segments are written; may throw to give up.
  /// - Throws: `FileError`, for instance `unwritable` for more segments or ids than an index can have;
  ///   `IndexError.changed` if the index that is replaced is one of those that are merged, and is not as it
  ///   was when it was opened; and what the closures throw.
  public func write(
    to path: String, existing: OverwritePolicy = .refuse, parts: [any SegmentPart] = [],
    progress: (Int) throws -> Void = { _ in }
  ) throws {
    let segments = sources.reduce(0) { $0 + $1.segments.count }
    guard segments <= IndexManifest.maximumSegments else {
      throw FileError.unwritable(
        path: path, value: "\(segments) segments",
        reason: "an index has at most \(IndexManifest.maximumSegments)")
    }
    let ids = sources.reduce(0) { min($0 + $1.manifest.nextID, SegmentHeader.endOfIDs) }
    guard ids < SegmentHeader.endOfIDs else {
      throw FileError.unwritable(
        path: path, value: "\(ids) ids", reason: "the ids of an index are below 2⁴⁸")
    }
    let output = try NewIndex(path: path, existing: existing)
    if output.replaces { try checkUnchanged(path) }
    let manifest = try output.work { try copy(to: output, parts, progress: progress) }
    try output.commit(manifest)
  }

  /// Throws if one of the sources is at a path, where nobody can change it any more, and has changed since
  /// it was opened.
  private func checkUnchanged(_ path: String) throws {
    let target = FileDescriptor.resolved(path)
    for (source, place) in zip(sources, paths) where FileDescriptor.resolved(place) == target {
      guard try IndexManifest(folder: path) == source.manifest else {
        throw IndexError.changed(path: path)
      }
    }
  }

  private func copy(
    to output: NewIndex, _ parts: [any SegmentPart], progress: (Int) throws -> Void
  ) throws -> IndexManifest {
    var manifest = output.manifest(design)
    var (done, place) = (0, 0)
    for (source, live) in sources {
      for (old, segment) in zip(source.segments, live) {
        var entry = old
        entry.file = manifest.newFile("segment")
        try segment.segment.copy(
          to: output.file(entry.file), addingToIDs: manifest.nextID,
          replacing: try sections(of: place, parts)
        ) {
          try progress(done)
        }
        place += 1
        if let removed = segment.removed {
          let name = manifest.newFile("removed")
          let file = try AtomicFile(path: output.file(name), existing: .replace)
          try file.write(RemovedRows.bytes(removed))
          try file.commit()
          entry.removed = name
        }
        manifest.segments.append(entry)
        done += entry.count
      }
      manifest.nextID += source.nextID
    }
    return manifest
  }

  /// The sections of a segment that are not as they were, by their names.
  private func sections(of place: Int, _ parts: [any SegmentPart]) throws -> [String: [UInt8]] {
    let segments = sources.flatMap(\.segments)
    var changed: [String: [UInt8]] = [:]
    for section in segments[place].sections {
      let others = segments.indices.filter { $0 != place }.compactMap {
        segments[$0].section(named: section.name)
      }
      for part in parts {
        if let bytes = try part.merged(section, beside: others) { changed[section.name] = bytes }
      }
    }
    return changed
  }
}

extension IndexDesign {
  /// What differs between two designs, in words; nil if vectors of both can be in one index.
  fileprivate func difference(from other: IndexDesign) -> String? {
    if dimension != other.dimension { return "number of components" }
    if metric != other.metric { return "metric" }
    if model?.checksum != other.model?.checksum { return "model" }
    if let stemmer, let its = other.stemmer, stemmer != its { return "stemmer" }
    if hasSentences != other.hasSentences { return "presence of sentences" }
    if columns != other.columns { return "list of columns" }
    if key != other.key { return "column of keys" }
    if kind != other.kind { return "kind" }
    if codec != other.codec || fineCodec != other.fineCodec { return "codec" }
    return graph == other.graph ? nil : "graph"
  }
}
