import Foundation

/// A new, empty folder for a test, removed with its contents when the value is released.
package final class TemporaryFolder: Sendable {
  /// Where the folder is, without a slash at the end.
  package let path: String

  package init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("textae-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    // A folder that cannot be removed must not make a test fail.
    try? FileManager.default.removeItem(atPath: path)
  }

  package var url: URL { URL(fileURLWithPath: path, isDirectory: true) }

  /// The path of a file in the folder.
  package func file(_ name: String) -> String { path + "/" + name }

  /// The location of a file in the folder.
  package func url(_ name: String) -> URL { URL(fileURLWithPath: file(name)) }

  /// Writes a file, creating the folders it is in, and returns its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let url = url(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return file(name)
  }

  /// Writes a text file, creating the folders it is in, and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(text.utf8, to: name)
  }

  /// The contents of a file in the folder.
  package func read(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

  package func contains(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: file(name))
  }

  /// The names of the files and folders in the folder, sorted.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// The paths of all files and folders below the folder, sorted.
  package var allNames: [String] {
    get throws { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }
  }

  /// A new folder with copies of all that is in this one.
  package func copy() throws -> TemporaryFolder {
    let copy = try TemporaryFolder()
    for name in try names {
      try FileManager.default.copyItem(atPath: file(name), toPath: copy.file(name))
    }
    return copy
  }
}
