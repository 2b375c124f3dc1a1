extension [UInt8] {
  /// Appends the bytes of a span.
  package mutating func append(_ bytes: Span<UInt8>) {
    // The buffer of the span is only read, and only inside the closure.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// Makes an array of the bytes of a span.
  package init(_ bytes: Span<UInt8>) {
    self.init()
    append(bytes)
  }
}
