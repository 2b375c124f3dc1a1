import FileFormats
import Foundation

/// Checks an output before the work begins, so that a bad path does not cost hours of work.
enum OutputCheck {
  /// Throws unless a file can be created at `path`.
  static func file(_ path: String, _ existing: OverwritePolicy) throws {
    try AtomicFile(path: path, existing: existing).discard()
  }

  /// Throws if there is something at `path` other than an empty folder.
  ///
  /// With `mayExist`, a folder with content is fine, but a file is not. The parent of a new folder
  /// must be writable, because files are also written beside the new one. `isResumable` says whether
  /// the command could also go on with what is there.
  static func folder(_ path: String, mayExist: Bool, isResumable: Bool = false) throws {
    guard Paths.exists(path) else {
      let parent = path.contains("/") ? URL(filePath: path).deletingLastPathComponent().path : "."
      guard Paths.isFolder(parent), FileManager.default.isWritableFile(atPath: parent) else {
        throw CommandError.unwritableFolder(path: path, folder: parent)
      }
      return
    }
    guard Paths.isFolder(path) else { throw CommandError.fileInPlace(path: path) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard mayExist || names.isEmpty else {
      throw CommandError.outputExists(path: path, isResumable: isResumable)
    }
  }
}
