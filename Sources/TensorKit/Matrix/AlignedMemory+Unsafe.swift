import Foundation

/// Memory for numbers: zeroed, at the beginning of a cache line, and in large pages where that helps.
///
/// Much of it comes from the system in pages that cost nothing until they are touched, so room to grow is
/// free.
@safe final class AlignedMemory {
  /// The first byte; valid as long as this object lives.
  let start: UnsafeMutableRawPointer
  /// The pages around it, unless it lies on the heap.
  private let pages: UnsafeMutableRawBufferPointer?

  /// The size of a large page on Linux.
  private static let largePage = 1 << 21
  /// Most bytes taken beyond what is needed.
  private static let largestReserve = 256 << 20

  /// `count` bytes.
  ///
  /// Half a large page or more begins with one: a product that reads weights from the second cache
  /// would else look up the address of every fourth of its tiles.
  init(_ count: Int) {
    guard count >= Self.largePage / 4 else {
      unsafe start = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
      // Safe: `count` bytes were just allocated.
      unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: count)
      unsafe pages = nil
      return
    }
    let size = count.roundedUp(toPowerOfTwo: Self.largePage)
    let found = unsafe mmap(
      nil, size + Self.largePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let found = unsafe found, unsafe found != MAP_FAILED else {
      fatalError("no memory for \(count) bytes")
    }
    unsafe pages = UnsafeMutableRawBufferPointer(start: found, count: size + Self.largePage)
    // Safe: `size` bytes from the first beginning of a large page on lie inside the pages.
    unsafe start = found.alignedUp(toMultipleOf: Self.largePage)
    #if os(Linux)
      // Only advice, given before the first touch.
      unsafe madvise(start, size, MADV_HUGEPAGE)
    #endif
  }

  deinit {
    // Safe: given back once, as it was taken.
    if let pages = unsafe pages {
      unsafe munmap(pages.baseAddress, pages.count)
    } else {
      unsafe start.deallocate()
    }
  }

  /// How many bytes to take where `needed` may grow: batches differ in size, and so few of them exceed
  /// what was taken for the first.
  static func sizeWithReserve(_ needed: Int) -> Int { needed + min(needed, largestReserve) }
}

extension Int {
  fileprivate func roundedUp(toPowerOfTwo power: Int) -> Int { (self + power - 1) & ~(power - 1) }
}
