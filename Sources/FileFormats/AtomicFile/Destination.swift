import Foundation

/// Where an `AtomicFile` goes, and the temporary file beside it.
final class Destination {
  private let path: String
  /// The path with links followed, so that a link is kept and its target replaced.
  private let target: String
  private let existing: OverwritePolicy
  private var temporary: String?

  /// The folder of the target, with its final slash; empty for the current one.
  private var folder: String {
    guard let slash = target.lastIndex(of: "/") else { return "" }
    return String(target[...slash])
  }

  /// Whether a path names something that can only be written directly: a pipe or a device.
  ///
  /// Folders in /dev, such as that of shared memory, hold files like any other folder.
  static func isStraight(_ path: String) -> Bool {
    if ["/dev/fd/", "/proc/self/fd/"].contains(where: path.hasPrefix) { return true }
    if path.hasPrefix("/dev/"), path.lastIndex(of: "/") == path.dropFirst(4).startIndex {
      return true
    }
    return FileDescriptor.status(of: path)?.kind == .other
  }

  init(path: String, existing: OverwritePolicy) throws(FileError) {
    self.path = path
    self.existing = existing
    target = FileDescriptor.resolved(path) ?? path
    if path.isEmpty { throw .notFound(path: path) }
    if path.hasSuffix("/") { throw .isDirectory(path: path) }
    try check()
  }

  private func check() throws(FileError) {
    guard let status = FileDescriptor.status(of: target) else { return }
    if status.kind == .directory { throw .isDirectory(path: path) }
    if existing == .refuse { throw .alreadyExists(path: path) }
  }

  /// Creates the temporary file, locked for as long as it is open.
  func makeTemporary() throws(FileError) -> FileDescriptor {
    let name = target.dropFirst(folder.count)
    removeStale(prefix: ".\(name).")
    var attempt = 0
    while true {
      // Names in use belong to other processes or to other files being written by this one.
      let candidate = "\(folder).\(name).\(getpid()).\(attempt).tmp"
      attempt += 1
      do throws(FileError) {
        let file = try FileDescriptor.opened(
          candidate, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, operation: "create", shownAs: path)
        _ = flock(file.number, LOCK_EX | LOCK_NB)
        // Another process may have taken the file for a stale one before it was locked.
        guard try file.status().linkCount > 0 else { continue }
        if let mode = FileDescriptor.status(of: target)?.mode { _ = fchmod(file.number, mode) }
        temporary = candidate
        return file
      } catch .alreadyExists {
        continue
      }
    }
  }

  /// Renames the temporary file into place and syncs its folder.
  func install() throws(FileError) {
    guard let temporary else { return }
    try check()
    try FileDescriptor.rename(temporary, to: target)
    self.temporary = nil
    let place = folder.isEmpty ? "." : folder
    try FileDescriptor.opened(
      place, O_RDONLY | O_CLOEXEC, operation: "open the folder of", shownAs: path
    ).synchronize()
  }

  func removeTemporary() {
    guard let temporary else { return }
    FileDescriptor.remove(temporary)
    self.temporary = nil
  }

  /// Whether a name is one that `makeTemporary` gives: the prefix, two numbers and the ending.
  private static func isTemporary(_ name: String, prefix: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(".tmp") else { return false }
    let numbers = name.dropFirst(prefix.count).dropLast(4)
      .split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 2 && numbers.allSatisfy { Int($0) != nil }
  }

  /// Removes temporary files of the same target that nobody holds a lock on any more.
  private func removeStale(prefix: String) {
    let place = folder.isEmpty ? "." : folder
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    where Self.isTemporary(name, prefix: prefix) {
      let path = folder + name
      guard let file = try? FileDescriptor.opened(path, O_RDWR | O_CLOEXEC, operation: "open")
      else { continue }
      if flock(file.number, LOCK_EX | LOCK_NB) == 0 { FileDescriptor.remove(path) }
    }
  }
}
