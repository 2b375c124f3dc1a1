extension Checksum {
  /// Takes in more bytes; the result does not depend on how they are split into calls.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(32 - pending.count, bytes.count)
      unsafe pending.append(contentsOf: bytes[..<start])
      guard pending.count == 32 else { return }
      // The array keeps its storage for the length of the closure.
      unsafe pending.withUnsafeBytes { stripe in _ = unsafe lanes.consume(stripe, from: 0) }
      pending.removeAll(keepingCapacity: true)
    }
    let end = unsafe lanes.consume(bytes, from: start)
    unsafe pending.append(contentsOf: bytes[end...])
  }

  /// Takes in the bytes of a span.
  public mutating func update(_ bytes: RawSpan) {
    // The buffer of the span is only read, and only inside the closure.
    unsafe bytes.withUnsafeBytes { buffer in unsafe update(buffer) }
  }

  /// Takes in bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    // The buffer of the span is only read, and only inside the closure.
    unsafe bytes.withUnsafeBytes { buffer in unsafe update(buffer) }
  }

  /// Takes in the bytes of numbers as they lie in memory.
  public mutating func update(_ values: Span<Float>) {
    // The buffer of the span is only read, and only inside the closure; floats have no padding.
    unsafe values.withUnsafeBytes { buffer in unsafe update(buffer) }
  }
}

extension Checksum.Lanes {
  /// Takes in whole stripes of 32 bytes from `start` on and returns where the rest begins.
  mutating func consume(_ buffer: UnsafeRawBufferPointer, from start: Int) -> Int {
    var lanes = self
    var index = start
    // A stripe is only read while all its 32 bytes lie before the end of the buffer.
    while index + 32 <= buffer.count {
      lanes.a = Self.round(lanes.a, unsafe Self.load(buffer, index))
      lanes.b = Self.round(lanes.b, unsafe Self.load(buffer, index + 8))
      lanes.c = Self.round(lanes.c, unsafe Self.load(buffer, index + 16))
      lanes.d = Self.round(lanes.d, unsafe Self.load(buffer, index + 24))
      index += 32
    }
    self = lanes
    return index
  }

  private static func load(_ buffer: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
    // The caller has checked that eight bytes follow `index`.
    UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }
}
