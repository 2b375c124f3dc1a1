extension SpoolFile {
  /// Appends the bytes of numbers as they lie in memory.
  package func write(_ values: Span<Float>) throws(FileError) {
    try flush()
    count += values.count * 4
    // The buffer of the span is only read, and floats have no padding.
    try unsafe values.withUnsafeBytes { buffer throws(FileError) in try unsafe file.write(buffer) }
  }
}
