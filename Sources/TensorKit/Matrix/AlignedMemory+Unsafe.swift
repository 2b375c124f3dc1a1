import Foundation

/// Memory for numbers: zeroed, at the beginning of a cache line, and in large pages where that helps.
///
/// Much of it comes from the system in pages that cost nothing until they are touched, so that there may be
/// room to grow.
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

  /// At least `needed` bytes. Pages that `mayGrow` are up to twice as many, where they are free. Batches differ
  /// in size, and few of them then exceed what was taken for the first.
  ///
  /// A quarter of a large page or more comes in pages and begins with a large one: a product that reads weights
  /// from the second cache would else look up the address of every fourth of its tiles.
  package init(_ needed: Int, mayGrow: Bool = false) {
    guard needed >= Self.largePage / 4 else {
      count = needed
      unsafe start = UnsafeMutableRawPointer.allocate(byteCount: needed, alignment: 64)
      // Safe: as many bytes were just allocated.
      unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: needed)
      unsafe pages = nil
      return
    }
    let most = mayGrow ? needed + min(needed, Self.largestReserve) : needed
    guard let taken = unsafe Self.pages(most) ?? Self.pages(needed) else {
      OutOfMemory.stop(needed)
    }
    unsafe pages = taken.pages
    unsafe start = taken.start
    unsafe count = taken.count
  }

  deinit {
    // Safe: given back once, as it was taken.
    if let pages = unsafe pages {
      unsafe munmap(pages.baseAddress, pages.count)
    } else {
      unsafe start.deallocate()
    }
  }

  /// Zeroed pages of at least `needed` bytes from `start` on, which a large page begins with; nil if the
  /// system has none.
  private static func pages(
    _ needed: Int
  ) -> (pages: UnsafeMutableRawBufferPointer, start: UnsafeMutableRawPointer, count: Int)? {
    let count = (needed + largePage - 1) / largePage * largePage
    let found = unsafe mmap(
      nil, count + largePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let found = unsafe found, unsafe found != MAP_FAILED else { return nil }
    // Safe: less than a large page is skipped, so `count` bytes from there on are inside.
    let start = unsafe found.alignedUp(toMultipleOf: largePage)
    #if os(Linux)
      // Only advice, given before the first touch.
      unsafe madvise(start, count, MADV_HUGEPAGE)
    #endif
    return unsafe (
      UnsafeMutableRawBufferPointer(start: found, count: count + largePage), start, count
    )
  }
}
