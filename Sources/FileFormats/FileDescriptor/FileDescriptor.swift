import Foundation

/// An open file of the operating system, closed when its owner goes.
///
/// The only place in the module that calls `read`, `write` and the like; every failure becomes a
/// `FileError` with the path. Interrupted calls are repeated, short ones continued.
package final class FileDescriptor: Sendable {
  /// The number the system knows the file by.
  package let number: Int32
  /// The path as the user gave it, for messages.
  package let path: String
  private let closes: Bool

  package init(number: Int32, path: String, closes: Bool = true) {
    self.number = number
    self.path = path
    self.closes = closes
  }

  deinit {
    if closes { close(number) }
  }

  /// Standard input.
  package static var standardInput: FileDescriptor {
    FileDescriptor(number: 0, path: "standard input", closes: false)
  }

  /// Standard output.
  package static var standardOutput: FileDescriptor {
    FileDescriptor(number: 1, path: "standard output", closes: false)
  }

  /// What stands before the number of an open file in a path to it, as nobody else spells it.
  static let numberedPath = "/dev/./fd/"

  /// Opens a file for reading; a folder is refused here, where the message can say so.
  package static func reading(_ path: String) throws(FileError) -> FileDescriptor {
    let file = try opened(path, O_RDONLY | O_CLOEXEC, operation: "open")
    guard try file.status().kind != .directory else { throw .isDirectory(path: path) }
    #if canImport(Darwin)
      // A file that is opened by its number goes on where its last reader stopped.
      if path.hasPrefix(numberedPath) { try file.rewind() }
    #endif
    return file
  }

  /// Waits until everything written has reached the disk.
  package func synchronize() throws(FileError) {
    while fsync(number) != 0 {
      if errno != EINTR { throw FileError(code: errno, path: path, operation: "save to disk") }
    }
  }

  /// Goes back to the first byte.
  func rewind() throws(FileError) {
    guard lseek(number, 0, SEEK_SET) == 0 else {
      throw FileError(code: errno, path: path, operation: "rewind")
    }
  }

  /// Writes the whole file, from its first byte, to another one.
  func copy(to output: FileDescriptor) throws(FileError) {
    try rewind()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try read(into: &buffer)
      guard count > 0 else { return }
      try output.write(buffer.span.extracting(first: count))
    }
  }
}

/// What the system says a path is.
package struct FileStatus: Sendable {
  /// Kinds of file that are treated differently.
  package enum Kind: Sendable { case regular, directory, other }

  package let kind: Kind
  package let size: Int
  package let mode: mode_t
  package let linkCount: Int
  /// When the content was last changed, in nanoseconds since 1970.
  package let modified: Int
}
