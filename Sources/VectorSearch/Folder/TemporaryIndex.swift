import FileFormats
import Foundation

/// The folder in which a new index grows, beside the one that it becomes.
enum TemporaryIndex {
  /// Where a file is kept that the index replaces, until the index has its name.
  private static let replaced = "replaced"

  /// Makes a folder, locked for as long as it is needed, and removes those of writers that were
  /// killed.
  ///
  /// - Throws: `IndexError.busy` while another writer makes an index of this path; `FileError`.
  static func make(for path: String) throws -> (path: String, lock: FileDescriptor) {
    let target = path.hasSuffix("/") ? String(path.dropLast()) : path
    let parent = parent(of: target)
    return try inTurn(parent) { try make(target, in: parent, shownAs: path) }
  }

  private static func make(
    _ target: String, in parent: String, shownAs path: String
  ) throws -> (path: String, lock: FileDescriptor) {
    let name = target.dropFirst(parent.count)
    try removeStale(parent, prefix: ".\(name).", target: target, shownAs: path)
    var attempt = 0
    while true {
      let candidate = "\(parent).\(name).\(getpid()).\(attempt).tmp"
      attempt += 1
      guard try FileDescriptor.makeFolder(candidate, shownAs: path) else { continue }
      do {
        return (candidate, try IndexFolder.lock(candidate))
      } catch {
        remove(candidate)
        throw renamed(error, in: candidate, to: path)
      }
    }
  }

  /// An error of the system about a folder, or a file in it, as one about the path that it will have.
  static func renamed(_ error: any Error, in folder: String, to path: String) -> any Error {
    switch error as? FileError {
    case .noSpace(let file) where file.hasPrefix(folder): FileError.noSpace(path: path)
    case .permissionDenied(let file) where file.hasPrefix(folder):
      FileError.permissionDenied(path: path)
    case .notFound(let file) where file.hasPrefix(folder): FileError.notFound(path: path)
    case .system(let file, let operation, let code) where file.hasPrefix(folder):
      FileError.system(path: path, operation: operation, code: code)
    case .unwritable(let file, let value, let reason) where file.hasPrefix(folder):
      FileError.unwritable(path: path, value: value, reason: reason)
    default: error
    }
  }

  /// Removes a folder that is not needed.
  static func discard(_ path: String) { inTurn(parent(of: path)) { remove(path) } }

  private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// The folder of a path, with its final slash; empty for the current one.
  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// Makes or removes folders while no other writer does.
  ///
  /// Without that, one would take the folder of another for a stale one before it is locked, or would make
  /// one of a name that another is removing.
  private static func inTurn<Result>(
    _ parent: String, _ body: () throws -> Result
  ) rethrows -> Result {
    let turn = try? FileDescriptor.opened(
      parent.isEmpty ? "." : parent, O_RDONLY | O_CLOEXEC, operation: "open")
    if let turn { while flock(turn.number, LOCK_EX) != 0, errno == EINTR {} }
    defer { withExtendedLifetime(turn) {} }
    return try body()
  }

  /// Gives the folder its name; a file of that name is replaced.
  static func install(_ folder: String, as path: String) throws(FileError) {
    let kept = folder + "/" + replaced
    let isReplacing = FileDescriptor.status(of: path)?.kind == .regular
    if isReplacing { try FileDescriptor.rename(path, to: kept) }
    do throws(FileError) {
      try FileDescriptor.rename(folder, to: path)
      try synchronizeFolder(of: path)
    } catch {
      // If even this fails, the first error is still the one to report.
      if !IndexFolder.isIndex(folder) { try? FileDescriptor.rename(path, to: folder) }
      if isReplacing { try? FileDescriptor.rename(kept, to: path) }
      throw error
    }
    if isReplacing { FileDescriptor.remove(path + "/" + replaced) }
  }

  private static func synchronizeFolder(of path: String) throws(FileError) {
    let slash = path.lastIndex(of: "/")
    try FileDescriptor.opened(
      slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC,
      operation: "open the folder of", shownAs: path
    ).synchronize()
  }

  /// Removes folders of the same target that nobody holds a lock on any more. A file that one of
  /// them was about to replace gets its name back.
  ///
  /// - Throws: `IndexError.busy` if somebody holds one.
  private static func removeStale(
    _ parent: String, prefix: String, target: String, shownAs shown: String
  ) throws(IndexError) {
    let place = parent.isEmpty ? "." : parent
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    where isTemporary(name, prefix: prefix) {
      let path = parent + name
      guard FileDescriptor.status(of: path)?.kind == .directory else { continue }
      var lock: FileDescriptor?
      do { lock = try IndexFolder.lock(path) } catch is IndexError {
        throw .busy(path: shown)
      } catch { continue }
      defer { withExtendedLifetime(lock) {} }
      if FileDescriptor.status(of: target) == nil {
        try? FileDescriptor.rename(path + "/" + replaced, to: target)
      }
      remove(path)
    }
  }

  private static func isTemporary(_ name: String, prefix: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(".tmp") else { return false }
    let numbers = name.dropFirst(prefix.count).dropLast(4)
      .split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { Int($0) != nil }
  }
}
