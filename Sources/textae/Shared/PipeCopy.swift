import CommandLineKit
import FileFormats
import Foundation

/// A copy of what comes through a pipe, for readers that look at a file twice.
///
/// Its file has no name, so nothing is left of it however the program ends.
final class PipeCopy {
  /// Tables of examples are read into memory, and none is as long.
  static let tableLimit = 1 << 30

  private let spool: SpoolFile
  /// Where the copy can be read as long as this object lives.
  var path: String { spool.path }

  /// The copy of standard input (`-`), a pipe or a device; nil for files and folders.
  init?(of path: String, limit: Int = .max) throws {
    guard path == "-" || FileDescriptor.status(of: path)?.kind == .other else { return nil }
    let name = path == "-" ? "standard input" : path
    let source = try ByteSource(path: path)
    func copying<Result>(_ body: () throws(FileError) -> Result) throws -> Result {
      do { return try body() } catch {
        throw CommandError.noTemporaryFile(
          of: name, folder: FileManager.default.temporaryDirectory.path, error)
      }
    }
    let spool = try copying { () throws(FileError) in try SpoolFile(besides: "-") }
    self.spool = spool
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while case let count = try source.read(into: &buffer), count > 0 {
      try Interrupt.check()
      guard spool.count + count <= limit else {
        throw CommandError.longPipe(name: name, limit: limit)
      }
      let bytes = Array(buffer[..<count])
      try copying { () throws(FileError) in try spool.write(bytes) }
    }
    try copying { () throws(FileError) in try spool.flush() }
    StandIn.add(spool.path, for: name)
  }

  /// Passes `body` the path of a table: the path itself, or of a copy if it is a pipe.
  static func withTable<Result>(
    at path: String, _ body: (String) throws -> Result
  ) throws -> Result {
    let copy = try PipeCopy(of: path, limit: tableLimit)
    return try withExtendedLifetime(copy) { try body(copy?.path ?? path) }
  }
}
