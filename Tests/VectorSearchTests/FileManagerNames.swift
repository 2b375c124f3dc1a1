import Foundation

/// What is in folders.
enum FileManagerNames {
  /// The names of the files of a folder, sorted.
  static func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
