import CommandLineKit
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
  /// must be writable, because files are also written beside the new one.
  static func folder(
    _ path: String, mayExist: Bool,
    advice: String = "--resume continues it, --overwrite replaces it"
  ) throws {
    guard Paths.exists(path) else {
      let parent = path.contains("/") ? URL(filePath: path).deletingLastPathComponent().path : "."
      guard Paths.isFolder(parent), FileManager.default.isWritableFile(atPath: parent) else {
        throw CommandFailure(
          "the output cannot be created", at: path,
          advice: "\(parent) must be a writable folder")
      }
      return
    }
    guard Paths.isFolder(path) else {
      throw CommandFailure(
        "there is a file of this name", at: path, advice: "choose another name for the folder")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard mayExist || names.isEmpty else {
      throw CommandFailure(
        "the output exists", at: path, advice: advice)
    }
  }
}
