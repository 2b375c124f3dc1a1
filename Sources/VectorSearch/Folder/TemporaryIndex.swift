import FileFormats
import Foundation

/// The folder in which a new index grows, beside the one that it becomes.
enum TemporaryIndex {
  /// Where a file is kept that the index replaces, until the index has its name.
  private static let replaced = "replaced"

  /// Makes a folder, locked for as long as it is needed, and removes those of writers that were
  /// killed.
  static func make(for path: String) throws -> (path: String, lock: FileDescriptor) {
    let target = path.hasSuffix("/") ? String(path.dropLast()) : path
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    let (parent, name) = (String(target[..<slash]), String(target[slash...]))
    removeStale(parent, prefix: ".\(name).", target: target)
    var attempt = 0
    while true {
      let candidate = "\(parent).\(name).\(getpid()).\(attempt).tmp"
      attempt += 1
      guard try FileDescriptor.makeFolder(candidate, shownAs: path) else { continue }
      do {
        return (candidate, try IndexFolder.lock(candidate))
      } catch {
        remove(candidate)
        throw renamed(error, path)
      }
    }
  }

  /// The error for the path that the folder will have.
  private static func renamed(_ error: any Error, _ path: String) -> any Error {
    switch error as? FileError {
    case .noSpace: FileError.noSpace(path: path)
    case .permissionDenied: FileError.permissionDenied(path: path)
    case .system(_, let operation, let code):
      FileError.system(path: path, operation: operation, code: code)
    default: error
    }
  }

  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

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
  private static func removeStale(_ parent: String, prefix: String, target: String) {
    let place = parent.isEmpty ? "." : parent
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    where isTemporary(name, prefix: prefix) {
      let path = parent + name
      guard FileDescriptor.status(of: path)?.kind == .directory,
        (try? IndexFolder.lock(path)) != nil
      else { continue }
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
