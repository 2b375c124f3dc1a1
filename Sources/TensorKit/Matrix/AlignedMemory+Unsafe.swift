import Foundation

/// Zeroed memory for numbers, aligned to cache lines, and in large pages where that helps.
///
/// Large amounts come in pages of the system, which cost nothing until they are touched, so there
/// may be spare room to grow into.
@safe package final class AlignedMemory {
  /// The first byte; valid as long as this object lives.
  package let start: UnsafeMutableRawPointer
  /// The bytes that may be used.
  let count: Int
  /// The pages around them, unless they lie on the heap.
  private let pages: UnsafeMutableRawBufferPointer?

  /// The size of a large page on Linux.
  private static let largePage = 1 << 21
  /// Most bytes taken beyond what is needed.
  private static let largestReserve = 256 << 20

  /// Allocates at least `needed` bytes, and up to twice as many if it `mayGrow` and comes in pages.
  ///
  /// Batches differ in size, and with spare room few of them exceed what the first one took. A
  /// quarter of a large page or more comes in pages, aligned to a large one: otherwise a product
  /// that reads weights from the L2 cache misses the TLB at every fourth of its tiles. Where few pages
  /// will be touched, large ones would only cost memory.
  package init(_ needed: Int, mayGrow: Bool = false, usesLargePages: Bool = true) {
    guard needed >= Self.largePage / 4 else {
      count = needed
      unsafe start = UnsafeMutableRawPointer.allocate(byteCount: needed, alignment: 64)
      // Safe: as many bytes were just allocated.
      unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: needed)
      unsafe pages = nil
      return
    }
    let most = mayGrow ? needed + min(needed, Self.largestReserve) : needed
    guard
      let taken = unsafe Self.pages(most, large: usesLargePages)
        ?? Self.pages(needed, large: usesLargePages)
    else {
      OutOfMemory.stop(needed)
    }
    unsafe pages = taken.pages
    unsafe start = taken.start
    unsafe count = taken.count
  }

  deinit {
    // Safe: freed once, in the way it was allocated.
    if let pages = unsafe pages {
      unsafe munmap(pages.baseAddress, pages.count)
    } else {
      unsafe start.deallocate()
    }
  }

  /// Zeroed pages of at least `needed` bytes from `start` on, which is aligned to a large page; nil
  /// if the system has none.
  private static func pages(
    _ needed: Int, large: Bool
  ) -> (pages: UnsafeMutableRawBufferPointer, start: UnsafeMutableRawPointer, count: Int)? {
    let count = (needed + largePage - 1) / largePage * largePage
    let found = unsafe mmap(
      nil, count + largePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let found = unsafe found, unsafe found != MAP_FAILED else { return nil }
    // Safe: less than a large page is skipped, so `count` bytes from there on are inside.
    let start = unsafe found.alignedUp(toMultipleOf: largePage)
    #if os(Linux)
      // Only advice, given before the first touch.
      unsafe madvise(start, count, large ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
    #endif
    return unsafe (
      UnsafeMutableRawBufferPointer(start: found, count: count + largePage), start, count
    )
  }
}
