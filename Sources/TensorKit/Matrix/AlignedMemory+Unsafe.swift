import Foundation

/// Memory for numbers: zeroed, at the beginning of a cache line, and in large pages where that helps.
enum AlignedMemory {
  /// The size of a large page on Linux.
  private static let largePage = 1 << 21

  /// `count` bytes, to be given back with `deallocate`.
  ///
  /// Half a large page or more begins with one: a product that reads weights from the second cache
  /// would else look up the address of every fourth of its tiles.
  static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    guard count >= largePage / 4 else { return unsafe zeroed(count, alignment: 64) }
    let size = (count + largePage - 1) / largePage * largePage
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: largePage)
    #if os(Linux)
      // Only advice, given before the first touch. Safe: the bytes were just allocated.
      unsafe madvise(bytes, size, MADV_HUGEPAGE)
    #endif
    // Safe: `size` is at least `count`.
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    return unsafe bytes
  }

  private static func zeroed(_ count: Int, alignment: Int) -> UnsafeMutableRawPointer {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: alignment)
    // Safe: `count` bytes were just allocated.
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    return unsafe bytes
  }
}
