/// What one pass over a line tells about how it has to be encoded.
struct TextSurvey {
  let isASCII: Bool
  /// Whether the given byte occurs.
  let hasByte: Bool

  /// Looks at every byte once, eight at a time.
  init(_ bytes: Span<UInt8>, lookingFor sought: UInt8) {
    let pattern = 0x0101_0101_0101_0101 &* UInt64(sought)
    var high: UInt64 = 0
    var found: UInt64 = 0
    unsafe bytes.withUnsafeBytes { buffer in
      var index = 0
      while index + 8 <= buffer.count {
        // Eight bytes lie before the end of the buffer.
        let word = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        high |= word
        // A byte equal to the one sought becomes zero, and borrows from the bit above it.
        let difference = word ^ pattern
        found |= (difference &- 0x0101_0101_0101_0101) & ~difference
        index += 8
      }
      while index < buffer.count {
        // `index` is before the end of the buffer.
        let byte = unsafe buffer[index]
        high |= UInt64(byte)
        if byte == sought { found |= 0x80 }
        index += 1
      }
    }
    isASCII = high & 0x8080_8080_8080_8080 == 0
    hasByte = found & 0x8080_8080_8080_8080 != 0
  }
}
