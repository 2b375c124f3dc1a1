import Foundation

/// Where bytes come from: a file, standard input (`-`), or a file through `gzip -dc` (`.gz`).
package final class ByteSource {
  /// The name used in messages.
  package let path: String
  private let file: FileDescriptor
  private var decompressor: Decompressor?

  /// Opens the source.
  ///
  /// - Throws: `FileError` if it is missing, a folder or not readable, or if gzip cannot be run.
  package init(path: String) throws(FileError) {
    if path == "-" {
      file = .standardInput
    } else if path.hasSuffix(".gz") {
      let child = try Decompressor(path: path)
      file = child.output
      decompressor = child
    } else {
      file = try .reading(path)
    }
    self.path = file.path
  }

  deinit {
    decompressor?.stop()
  }

  /// Reads into the elements of `buffer` from `start` on; zero at the end.
  package func read(into buffer: inout [UInt8], from start: Int = 0) throws(FileError) -> Int {
    let count = try file.read(into: &buffer, from: start)
    if count == 0 { try decompressor?.finish() }
    return count
  }
}
