import FileFormats

extension FileDescriptor {
  /// Some bytes of the file; the caller has checked that it is that long.
  func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    // Any bytes are valid elements of an array of bytes.
    var raw = unsafe span.mutableBytes
    try read(at: offset, into: &raw)
    return bytes
  }
}
