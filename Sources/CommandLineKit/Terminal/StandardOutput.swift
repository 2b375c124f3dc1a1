import Foundation

/// Buffered data on standard output; call ``flush()`` at the end.
public struct StandardOutput: ~Copyable {
  private static let capacity = 1 << 16
  private var buffer: [UInt8] = []

  /// Opens an empty buffer.
  public init() {}

  /// Adds text, and writes when the buffer is full.
  public mutating func write(_ text: String) throws(OutputError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Adds text and a line feed.
  public mutating func writeLine(_ text: String) throws(OutputError) {
    buffer.append(contentsOf: text.utf8)
    try write("\n")
  }

  /// Adds bytes, and writes when the buffer is full.
  public mutating func write(bytes: [UInt8]) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes all that is in the buffer.
  public mutating func flush() throws(OutputError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    try Descriptor.write(buffer, to: STDOUT_FILENO)
  }

  /// Writes a text at once.
  public static func print(_ text: String) throws(OutputError) {
    try Descriptor.write(Array(text.utf8), to: STDOUT_FILENO)
  }
}
