extension SafetensorsFile {
  /// Copies the numbers of a tensor into all elements of `target`, converted to single precision.
  ///
  /// - Throws: `FileError.missingEntry`, or `mismatchedEntry` if the shape is another.
  package func copy(
    _ name: String, shape: [Int], into target: UnsafeMutableBufferPointer<Float>
  ) throws(FileError) {
    let entry = try floatEntry(name, shape: shape)
    let count = entry.specification.count ?? 0
    precondition(count == target.count, "\(name): \(count) numbers into \(target.count)")
    if entry.specification.element == .float32 {
      unsafe file.copyFloats(at: entry.range.lowerBound, into: target)
    } else {
      // The counts were compared above.
      _ = unsafe target.update(fromContentsOf: try floats(name))
    }
  }

  /// Copies the numbers of a tensor into all elements of `target`, converted to single precision.
  ///
  /// - Throws: `FileError.missingEntry`, or `mismatchedEntry` if the shape is another.
  public func copy(
    _ name: String, shape: [Int], into target: inout MutableSpan<Float>
  ) throws(FileError) {
    // The buffer is that of the span and does not leave the closure.
    try unsafe target.withUnsafeMutableBufferPointer { buffer throws(FileError) in
      try unsafe copy(name, shape: shape, into: buffer)
    }
  }
}

extension SafetensorsWriter {
  /// Writes the numbers of the next tensor, which must have this name and type `float32`.
  package func write(
    _ name: String, _ values: UnsafeBufferPointer<Float>
  ) throws(FileError) {
    // The caller keeps the values alive for the call.
    try unsafe write(name, values.span)
  }
}
