import FileFormats

/// Where an index is written: a file, or memory.
protocol IndexOutput: AnyObject {
  /// How many bytes have been written.
  var count: Int { get }
  /// The path that temporary files are made beside; nil for the folder of temporary files.
  var spoolPath: String? { get }
  func write(_ bytes: [UInt8]) throws(FileError)
  func rewrite(_ bytes: [UInt8], at offset: Int) throws(FileError)
  func commit() throws(FileError)
}

extension AtomicFile: IndexOutput {
  var spoolPath: String? { path }
}

/// An index in memory.
final class MemoryOutput: IndexOutput {
  private(set) var bytes: [UInt8] = []
  var count: Int { bytes.count }
  let spoolPath: String?

  init(spoolPath: String? = nil) { self.spoolPath = spoolPath }

  func write(_ bytes: [UInt8]) { self.bytes += bytes }

  func rewrite(_ bytes: [UInt8], at offset: Int) {
    self.bytes.replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }

  func commit() {}
}
