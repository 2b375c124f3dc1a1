import Foundation

/// A folder of files that belong together.
package enum OutputFolder {
  /// Makes the folder if it is missing and writes its files with `body`.
  ///
  /// A new folder is removed again if `body` throws, so that no half of it is left.
  package static func write(_ path: String, _ body: () throws -> Void) throws {
    let isNew = FileDescriptor.status(of: path) == nil
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    do {
      try body()
    } catch {
      // If even this fails, the first error is still the one to report.
      if isNew { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
  }
}
