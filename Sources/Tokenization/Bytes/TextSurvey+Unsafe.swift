/// What one quick look at a line tells about the way it has to go.
struct TextSurvey {
  let isASCII: Bool
  /// Whether the byte looked for occurs.
  let hasMark: Bool

  /// Looks at every byte once, eight at a time.
  init(_ bytes: Span<UInt8>, mark: UInt8) {
    let pattern = 0x0101_0101_0101_0101 &* UInt64(mark)
    var high: UInt64 = 0
    var marks: UInt64 = 0
    unsafe bytes.withUnsafeBytes { buffer in
      var index = 0
      while index + 8 <= buffer.count {
        // Eight bytes lie before the end of the buffer.
        let word = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        high |= word
        // A byte equal to the mark becomes zero, and borrows from the bit above it.
        let difference = word ^ pattern
        marks |= (difference &- 0x0101_0101_0101_0101) & ~difference
        index += 8
      }
      while index < buffer.count {
        // `index` is before the end of the buffer.
        let byte = unsafe buffer[index]
        high |= UInt64(byte)
        if byte == mark { marks |= 0x80 }
        index += 1
      }
    }
    isASCII = high & 0x8080_8080_8080_8080 == 0
    hasMark = marks & 0x8080_8080_8080_8080 != 0
  }
}
