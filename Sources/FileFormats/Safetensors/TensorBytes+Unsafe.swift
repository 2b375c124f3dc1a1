/// Where a safetensors file is.
enum TensorBytes: Sendable {
  /// On disk; read piece by piece, so that it takes no memory.
  case disk(FileDescriptor, count: Int)
  /// In memory.
  case memory(MappedFile)

  /// The path, for messages.
  var path: String {
    switch self {
    case .disk(let file, _): file.path
    case .memory(let file): file.path
    }
  }

  /// The size in bytes.
  var count: Int {
    switch self {
    case .disk(_, let count): count
    case .memory(let file): file.count
    }
  }

  /// The bytes in a range; a file that ends before is `truncated`.
  func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    switch self {
    case .disk(let file, _): return try file.bytes(range)
    case .memory(let file):
      try check(end: range.upperBound)
      return file.bytes(range)
    }
  }

  /// Fills the buffer from `offset` on; a file that ends before is `truncated`.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) {
    switch self {
    case .disk(let file, _): try unsafe file.read(at: offset, into: buffer)
    case .memory(let file):
      try check(end: offset + buffer.count)
      unsafe file.read(at: offset, into: buffer)
    }
  }

  /// The bytes in a range, which must lie inside the file: pages of its own, or the
  /// constant itself.
  func region(_ range: Range<Int>, isWritable: Bool) throws(FileError) -> MappedRegion {
    switch self {
    case .disk(let file, _): try MappedRegion(file, range, isWritable: isWritable)
    case .memory(let file): file.region.part(range)
    }
  }

  private func check(end: Int) throws(FileError) {
    guard end <= count else { throw .truncated(path: path, expected: end, found: count) }
  }
}
