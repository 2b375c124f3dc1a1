import Foundation

/// Where bytes come from: a file or standard input (`-`), through a program if it is compressed.
///
/// Compressed content is recognized by its first bytes, whatever the name of the file.
package final class ByteSource {
  /// The name used in messages.
  package let path: String
  /// How many bytes there are, or nil for what is compressed or no regular file.
  package let size: Int?
  private let file: FileDescriptor
  private let decompressor: Decompressor?
  /// Bytes that were looked at and are still to be handed out.
  private var pending: ArraySlice<UInt8> = []
  private var isAtStart = true

  /// Opens the source.
  ///
  /// - Throws: `FileError` if it is missing, a folder or not readable, or if the program that
  ///   decompresses it cannot be run.
  package init(path: String) throws(FileError) {
    let input: FileDescriptor = path == "-" ? .standardInput : try .reading(path)
    self.path = input.path
    let start = try input.upcoming(Compression.longestStart)
    if let compression = Compression(start) ?? Compression(path: path) {
      let child = try Decompressor(input, compression)
      file = child.output
      decompressor = child
      size = nil
    } else {
      file = input
      decompressor = nil
      let status = try input.status()
      size = status.kind == .regular ? status.size : nil
    }
  }

  deinit {
    decompressor?.stop()
  }

  /// Reads into the elements of `buffer` from `start` on; zero at the end.
  package func read(into buffer: inout [UInt8], from start: Int = 0) throws(FileError) -> Int {
    if !pending.isEmpty {
      let part = pending.prefix(buffer.count - start)
      buffer.replaceSubrange(start..<start + part.count, with: part)
      pending = pending.dropFirst(part.count)
      return part.count
    }
    let count = try file.read(into: &buffer, from: start)
    if isAtStart {
      isAtStart = false
      // A pipe cannot be handed to a program once its first bytes have been read.
      if decompressor == nil, let found = Compression(buffer[start..<start + count]) {
        throw .compressedPipe(path: path, compression: found)
      }
    }
    if count == 0, let reason = try decompressor?.finish() {
      FileWarning(path: path, reason: reason).tell()
    }
    return count
  }

  /// Whether a read would wait for somebody to write.
  var wouldWait: Bool { pending.isEmpty && file.wouldWait }

  /// The next bytes, at most `count`, which stay unread.
  package func peek(_ count: Int) throws(FileError) -> ArraySlice<UInt8> {
    guard pending.count < count else { return pending.prefix(count) }
    // A file that is smaller needs no more memory than its size, and a byte to see its end.
    let limit = min(count, size.map { max(pending.count, $0) + 1 } ?? count)
    var bytes = [UInt8](repeating: 0, count: limit)
    var end = pending.count
    bytes.replaceSubrange(0..<end, with: pending)
    pending = []
    while end < limit {
      let read = try read(into: &bytes, from: end)
      guard read > 0 else { break }
      end += read
    }
    pending = bytes[..<end]
    return pending
  }
}
