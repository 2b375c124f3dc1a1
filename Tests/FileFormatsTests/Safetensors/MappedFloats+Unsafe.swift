import FileFormats

extension MappedFloats {
  /// A copy of all floats.
  var values: [Float] {
    // As many floats are mapped, for as long as `self` lives.
    unsafe [Float](UnsafeBufferPointer(start: start, count: count))
  }

  /// Writes one float.
  func set(_ index: Int, to value: Float) {
    precondition(index < count, "float \(index) of \(count)")
    // The index was checked.
    unsafe start[index] = value
  }
}
