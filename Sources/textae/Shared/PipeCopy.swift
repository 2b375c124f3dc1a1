import CommandLineKit
import FileFormats
import Foundation

/// A copy on disk of what comes through a pipe, for readers that look at a file twice.
enum PipeCopy {
  /// Passes `body` the path of a file: the path itself, or a copy of a pipe that is removed afterwards.
  static func withFile<Result>(
    at path: String, _ body: (String) throws -> Result
  ) throws -> Result {
    guard path == "-" || FileDescriptor.status(of: path)?.kind == .other else {
      return try body(path)
    }
    let folder = FileManager.default.temporaryDirectory
    let copy = folder.appendingPathComponent("textae-\(UUID().uuidString).txt").path
    StandIn.add(copy, for: path == "-" ? "standard input" : path)
    let file = try AtomicFile(path: copy)
    let source = try ByteSource(path: path)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = try source.read(into: &buffer), count > 0 {
      try Interrupt.check()
      try file.write(Array(buffer[..<count]))
    }
    try file.commit()
    defer { FileDescriptor.remove(copy) }
    return try body(copy)
  }
}
