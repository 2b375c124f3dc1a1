extension AtomicFile {
  /// Appends bytes.
  public func write(_ bytes: Span<UInt8>) throws(FileError) {
    // The buffer of the span is only read, and only inside the closure.
    try unsafe bytes.withUnsafeBytes { buffer throws(FileError) in try unsafe write(buffer) }
  }

  /// Appends bytes.
  public func write(_ bytes: RawSpan) throws(FileError) {
    // The buffer of the span is only read, and only inside the closure.
    try unsafe bytes.withUnsafeBytes { buffer throws(FileError) in try unsafe write(buffer) }
  }

  /// Appends numbers, four bytes each, least significant first.
  public func write(_ values: Span<Float>) throws(FileError) {
    // As above; every supported machine stores floats in this order, and floats have no padding.
    try unsafe values.withUnsafeBytes { buffer throws(FileError) in try unsafe write(buffer) }
  }

  /// Appends bytes through the buffer, large pieces past it.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    precondition(!isFinished, "\(path) is finished")
    if buffer.count + bytes.count > Self.bufferSize { try flush() }
    if bytes.count >= Self.bufferSize {
      // The bytes are those of the caller, who keeps them alive for the call.
      try unsafe file.write(bytes)
    } else {
      unsafe buffer.append(contentsOf: bytes)
    }
    count += bytes.count
  }
}
