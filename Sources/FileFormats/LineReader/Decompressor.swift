import Foundation

/// A pipe: what is written to one end is read from the other.
struct Pipe {
  let reading: FileDescriptor
  let writing: FileDescriptor
}

/// A running `gzip -dc`, or another program, that reads a file from its current position and writes to
/// a pipe.
///
/// The child is in a process group of its own, so that Ctrl-C reaches only us and we can finish in
/// order; if we die, the broken pipe ends it.
final class Decompressor {
  let path: String
  private let compression: Compression
  /// What the child writes.
  let output: FileDescriptor
  private let messages: FileDescriptor
  private let process: pid_t
  private var hasEnded = false

  init(_ input: FileDescriptor, _ compression: Compression) throws(FileError) {
    path = input.path
    self.compression = compression
    let data = try Pipe(path: path)
    let messages = try Pipe(path: path)
    process = try Self.spawn(
      compression.command, input: input.number, output: data.writing.number,
      messages: messages.writing.number,
      path: path)
    output = data.reading
    self.messages = messages.reading
  }

  /// Waits for the end of the child, which has closed its output, and returns its warning.
  func finish() throws(FileError) -> String? {
    guard !hasEnded else { return nil }
    hasEnded = true
    let status = Self.wait(for: process)
    // Status 2 of gzip is a warning: everything was decompressed, and more bytes follow.
    if status == 2, compression == .gzip {
      return "bytes after the end of the compressed data are ignored"
    }
    guard status != 0 else { return nil }
    var text = [UInt8](repeating: 0, count: 4096)
    let count = try messages.read(into: &text)
    let message = String(decoding: text[..<count], as: UTF8.self)
      .split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .first { !$0.isEmpty }
    throw .decompression(
      path: path, program: compression.rawValue, message: message ?? "exit status \(status)")
  }

  /// Ends the child if its output is no longer wanted.
  func stop() {
    guard !hasEnded else { return }
    hasEnded = true
    kill(process, SIGKILL)
    _ = Self.wait(for: process)
  }
}
