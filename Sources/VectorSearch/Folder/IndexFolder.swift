import FileFormats
import Foundation

/// The files of an index: a manifest, what it names, and a lock for writers.
enum IndexFolder {
  static let lockName = "lock"

  /// Whether there is an index in a folder.
  static func isIndex(_ path: String) -> Bool {
    FileDescriptor.status(of: path + "/" + IndexManifest.fileName)?.kind == .regular
  }

  /// Opens all that the manifest names.
  ///
  /// A writer may have removed files of the manifest that was read; then there is a newer one.
  static func open(
    _ path: String
  ) throws(FileError) -> (manifest: IndexManifest, segments: [LiveSegment]) {
    var manifest = try IndexManifest(folder: path)
    while true {
      do throws(FileError) {
        return (manifest, try segments(of: manifest, in: path))
      } catch {
        guard case .notFound = error else { throw error }
        let newer = try IndexManifest(folder: path)
        guard newer != manifest else { throw error }
        manifest = newer
      }
    }
  }

  private static func segments(
    of manifest: IndexManifest, in path: String
  ) throws(FileError) -> [LiveSegment] {
    var segments: [LiveSegment] = []
    for entry in manifest.segments {
      let segment = try Segment(
        path: path + "/" + entry.file, columns: manifest.design.columns.count)
      let removed = try entry.removed.map { (name) throws(FileError) in
        try RemovedRows.read(path + "/" + name, rows: entry.count)
      }
      let vectors = segment.vectors
      guard segment.count == entry.count, removed?.count ?? 0 == entry.removedCount,
        vectors.dimension == manifest.design.dimension, vectors.metric == manifest.design.metric,
        (segment.sentences != nil) == manifest.design.hasSentences
      else { throw segment.file.malformed("does not belong to the manifest of the index") }
      guard segment.endsAreIn(0..<manifest.nextID) else {
        throw segment.file.malformed(
          "damaged: its ids are not among those of the index. Restore it or make it again")
      }
      segments.append(LiveSegment(segment: segment, removed: removed))
    }
    return segments
  }

  /// Takes the lock of a folder for as long as the result lives.
  ///
  /// - Throws: `IndexError.busy` if another process, or another writer of this one, has it.
  static func lock(_ path: String) throws -> FileDescriptor {
    let file = try FileDescriptor.opened(
      path + "/" + lockName, O_RDWR | O_CREAT | O_CLOEXEC, operation: "lock", shownAs: path)
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else { throw IndexError.busy(path: path) }
    return file
  }

  /// Removes what no manifest names: files of writers that were killed, and replaced ones.
  static func removeSpares(_ path: String, keeping manifest: IndexManifest?) {
    let kept = (manifest?.files ?? []).union([IndexManifest.fileName, lockName])
    for name in names(in: path)
    where !kept.contains(name) && isOwn(name) {
      FileDescriptor.remove(path + "/" + name)
    }
  }

  /// Removes what a writer leaves that gives up; the numbers of its files begin with `first`.
  ///
  /// Of an index whose manifest cannot be read, which may be that of a newer program, nobody can tell what
  /// it needs, and all other files stay.
  static func removeFiles(of path: String, from first: Int) {
    do throws(FileError) {
      removeSpares(path, keeping: try IndexManifest(folder: path))
    } catch {
      guard error.isBadData else { return }
      for name in names(in: path) where isOwn(name) && number(of: name) ?? 0 >= first {
        FileDescriptor.remove(path + "/" + name)
      }
    }
  }

  /// The number of the next file of an index that is replaced, so that no name stands for two contents.
  static func nextFile(in path: String) -> Int {
    if let manifest = try? IndexManifest(folder: path) { return manifest.nextFile }
    return (names(in: path).filter(isOwn).compactMap(number).max() ?? 0) + 1
  }

  private static func names(in path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  /// The number in the name of a file, also of one that is not complete.
  private static func number(of name: String) -> Int? {
    let digits = name.drop { $0 == "." }.prefix { $0 != "." }
    return Int(digits).flatMap { (0..<IndexManifest.endOfFiles / 2).contains($0) ? $0 : nil }
  }

  /// Whether a name is one that a writer gives.
  private static func isOwn(_ name: String) -> Bool {
    [".segment", ".removed", ".tmp"].contains { name.hasSuffix($0) }
  }
}

/// Why an index cannot be changed.
public enum IndexError: Error, Equatable, Sendable {
  /// Another writer is at work.
  case busy(path: String)
  /// The index is a single file of an earlier version.
  case singleFile(path: String)
  /// There is no row of this id.
  case unknownID(Int, path: String)
  /// There is no row of this key.
  case unknownKey(String, path: String)
  /// Two rows would have the same key.
  case repeatedKey(String, path: String)
  /// Two indexes cannot be merged, because they were made in different ways.
  case different(setting: String, path: String, other: String)
  /// The index has no column that is a key.
  case noKey(path: String)
  /// Two columns have the same name.
  case repeatedColumn(String, path: String)
  /// There are more columns than an index can have.
  case tooManyColumns(Int, path: String)
  /// An index that is merged and replaced was changed in the meantime.
  case changed(path: String)
  /// Rows are written to an index with words, and nothing makes theirs.
  case missingParts(path: String)
}

extension IndexError: CustomStringConvertible {
  /// What is wrong, as a clause.
  public var description: String {
    switch self {
    case .busy(let path): "\(path): another program is changing the index"
    case .singleFile(let path):
      "\(path): an index in a single file, which can be searched but not changed"
    case .unknownID(let id, let path): "\(path): no row has the id \(id)"
    case .unknownKey(let key, let path): "\(path): no row has the key \"\(key)\""
    case .repeatedKey(let key, let path): "\(path): more than one row has the key \"\(key)\""
    case .different(let setting, let path, let other):
      "\(path): its \(setting) is not that of \(other)"
    case .noKey(let path): "\(path): the index has no column that is a key"
    case .repeatedColumn(let name, let path): "\(path): more than one column is called \(name)"
    case .tooManyColumns(let count, let path):
      "\(path): \(count) columns, and an index has at most \(IndexDesign.maximumColumns)"
    case .changed(let path): "\(path): another program has changed the index in the meantime"
    case .missingParts(let path):
      "\(path): the words of the rows that are written cannot be made"
    }
  }
}
