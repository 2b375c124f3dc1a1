import Foundation

/// Why standard output takes no more.
public enum OutputError: Error, Equatable, CustomStringConvertible {
  /// Nobody reads the pipe any more.
  case closedPipe
  /// The system refused, with this message.
  case failed(String)

  /// One line for the user.
  public var description: String {
    switch self {
    case .closedPipe: "nobody reads the output any more: standard output"
    case .failed(let reason):
      "cannot write: standard output (\(reason)); free some space or send the output elsewhere"
    }
  }
}

/// Buffered data on standard output; call ``flush()`` at the end.
public struct StandardOutput: ~Copyable {
  private static let capacity = 1 << 16
  private var buffer: [UInt8] = []

  /// Opens an empty buffer.
  public init() {}

  /// Adds text, writing when the buffer is full.
  public mutating func write(_ text: String) throws(OutputError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Adds text and a line feed.
  public mutating func writeLine(_ text: String) throws(OutputError) {
    buffer.append(contentsOf: text.utf8)
    try write("\n")
  }

  /// Adds bytes, writing when the buffer is full.
  public mutating func write(bytes: [UInt8]) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Hands everything to the system.
  public mutating func flush() throws(OutputError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    try Descriptor.write(buffer, to: STDOUT_FILENO)
  }

  /// Writes a text at once.
  public static func print(_ text: String) throws(OutputError) {
    try Descriptor.write(Array(text.utf8), to: STDOUT_FILENO)
  }
}

/// Prose for the user.
package enum StandardError {
  /// Writes a text at once; nobody can be told if that fails.
  package static func write(_ text: String) {
    try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
  }
}

private enum Descriptor {
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(OutputError) {
    var done = 0
    while done < bytes.count {
      // The pointer is used inside the closure only, and `done` stays below the count.
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if written >= 0 {
        done += written
      } else if errno == EPIPE {
        throw .closedPipe
      } else if errno != EINTR {
        throw .failed(unsafe String(cString: strerror(errno)))
      }
    }
  }
}
