/// A fast 64-bit hash of short byte strings, for tables that live in memory only.
enum ByteHash {
  private static let multiplier: UInt64 = 0xD6E8_FEB8_6659_FD93

  /// The hash of any bytes.
  static func of(_ bytes: Span<UInt8>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count)
    unsafe bytes.withUnsafeBytes { buffer in
      var index = 0
      while index + 8 <= buffer.count {
        // Eight bytes lie before the end of the buffer.
        let word = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        hash = mix(hash, UInt64(littleEndian: word))
        index += 8
      }
      var tail: UInt64 = 0
      while index < buffer.count {
        // `index` is before the end of the buffer.
        tail = tail << 8 | UInt64(unsafe buffer[index])
        index += 1
      }
      hash = mix(hash, tail)
    }
    return hash
  }

  /// Takes one more word into a hash.
  static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    // The rotation keeps equal words at different places from cancelling each other.
    let mixed = ((hash << 25 | hash >> 39) ^ word) &* multiplier
    return mixed ^ (mixed >> 32)
  }
}

extension Span<UInt8> {
  /// Whether these are the bytes of `array` from `start` on.
  func equals(_ array: [UInt8], from start: Int) -> Bool {
    guard start >= 0, start + count <= array.count else { return false }
    // The range was checked; both buffers are only read.
    return unsafe withUnsafeBytes { left in
      unsafe array.withUnsafeBytes { right in
        for index in 0..<left.count where unsafe left[index] != right[start + index] {
          return false
        }
        return true
      }
    }
  }
}
