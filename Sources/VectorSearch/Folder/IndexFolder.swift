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
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    where !kept.contains(name) && isOwn(name) {
      FileDescriptor.remove(path + "/" + name)
    }
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
    }
  }
}
