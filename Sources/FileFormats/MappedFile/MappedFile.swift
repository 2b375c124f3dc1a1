/// A file mapped into memory, read only: of any size, loaded as it is touched.
///
///     let file = try MappedFile(path: "vectors.npy")
///     let magic = file.bytes(0..<6)
///
/// Every access is checked against the size that the file had when it was opened. If another
/// process truncates the file afterwards, this one may be ended, as with every mapping.
public final class MappedFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The size in bytes.
  public let count: Int
  let region: MappedRegion

  /// Maps a whole file.
  ///
  /// - Throws: `FileError` if it is missing, a folder, a pipe or not readable.
  public init(path: String) throws(FileError) {
    // A pipe is not opened, because that waits for a writer.
    if let kind = FileDescriptor.status(of: path)?.kind, kind != .directory {
      try Self.check(kind, path)
    }
    let file = try FileDescriptor.reading(path)
    let status = try file.status()
    try Self.check(status.kind, path)
    self.path = path
    count = status.size
    region = try MappedRegion(file, 0..<status.size)
  }

  private static func check(_ kind: FileStatus.Kind, _ path: String) throws(FileError) {
    guard kind == .regular else {
      throw .malformed(path: path, line: nil, reason: "is not a regular file and cannot be mapped")
    }
  }

  /// Bytes that are in memory already.
  init(path: String, region: MappedRegion) {
    self.path = path
    count = unsafe region.bytes.count
    self.region = region
  }

  /// A part of another mapped file, as if it were a file of its own.
  init(_ whole: MappedFile, _ range: Range<Int>) throws(FileError) {
    path = whole.path
    count = range.count
    region = try MappedRegion(FileDescriptor.reading(whole.path), range)
  }

  /// Maps what has been written to an open file.
  init(_ file: FileDescriptor, count: Int) throws(FileError) {
    path = file.path
    self.count = count
    region = try MappedRegion(file, 0..<count)
  }

  /// The unsigned integer of `bytes` bytes at `offset`, least significant first.
  public func integer(at offset: Int, bytes: Int) -> UInt64 {
    precondition(bytes > 0 && bytes <= 8, "an integer of \(bytes) bytes")
    return self.bytes(offset..<offset + bytes).littleEndian(at: 0, bytes: bytes)
  }

  /// The checksum of the bytes in a range.
  public func checksum(_ range: Range<Int>) -> UInt64 {
    var checksum = Checksum()
    withBytes(range) { checksum.update($0) }
    return checksum.value
  }
}
