import Foundation

extension [UInt8] {
  /// The index of the first LF in the range, or of another byte, or nil.
  func firstNewline(in range: Range<Int>, of byte: UInt8 = 0x0A) -> Int? {
    precondition(range.upperBound <= count, "range \(range) of \(count) bytes")
    // The range was checked, and `memchr` looks at no byte beyond it.
    return unsafe withUnsafeBufferPointer { buffer in
      guard !range.isEmpty, let base = buffer.baseAddress,
        let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// Moves the bytes of the range to the beginning of the array and resizes it.
  mutating func moveToFront(_ range: Range<Int>, size: Int) {
    precondition(range.upperBound <= count, "range \(range) of \(count) bytes")
    if size > count {
      let old = self
      self = [UInt8](repeating: 0, count: size)
      unsafe withUnsafeMutableBytes { target in
        // The new array is the larger one, and `old` keeps the bytes alive.
        unsafe old.withUnsafeBytes { unsafe target.copyMemory(from: .init(rebasing: $0[range])) }
      }
      return
    }
    // Source and destination lie inside the array; `memmove` allows them to overlap.
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, range.lowerBound > 0 else { return }
      unsafe memmove(base, base + range.lowerBound, range.count)
    }
  }
}
