import Foundation

/// Bytes of a file in memory, unmapped when the owner goes.
///
/// Unless it is writable it never changes, and any number of threads may read it.
@safe
final class MappedRegion: @unchecked Sendable {
  // Safe to share: the addresses never change, and the bytes only as said above.
  let bytes: UnsafeRawBufferPointer
  /// The whole pages around the bytes; none if they are not its own.
  private let pages: UnsafeMutableRawBufferPointer

  /// The region that this one is a part of, which stays as long.
  private let whole: MappedRegion?

  /// The bytes of a constant of the program, or some of those of another region.
  init(_ bytes: UnsafeRawBufferPointer, of whole: MappedRegion? = nil) {
    unsafe self.bytes = bytes
    unsafe pages = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    self.whole = whole
  }

  /// Some of the bytes, which must lie inside the region.
  func part(_ range: Range<Int>) -> MappedRegion {
    unsafe MappedRegion(UnsafeRawBufferPointer(rebasing: bytes[range]), of: self)
  }

  /// Whether it has mapped the bytes itself.
  var isOwner: Bool { unsafe !pages.isEmpty }

  /// Maps a range of bytes, which must lie inside the file.
  ///
  /// Writing to a writable region copies its pages and never changes the file.
  init(
    _ file: FileDescriptor, _ range: Range<Int>, isWritable: Bool = false
  ) throws(FileError) {
    whole = nil
    guard !range.isEmpty else {
      // The system maps no empty range; an empty buffer needs no memory.
      unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      unsafe pages = UnsafeMutableRawBufferPointer(start: nil, count: 0)
      return
    }
    // A mapping has to begin with a whole page of the file.
    let skipped = range.lowerBound % Int(sysconf(Int32(_SC_PAGESIZE)))
    let count = skipped + range.count
    // A private mapping that ends where the range does, with no memory set aside for writing.
    let base = unsafe mmap(
      nil, count, isWritable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_PRIVATE | MAP_NORESERVE,
      file.number, off_t(range.lowerBound - skipped))
    guard let base = unsafe base, unsafe base != MAP_FAILED else {
      throw FileError(code: errno, path: file.path, operation: "map into memory")
    }
    unsafe pages = UnsafeMutableRawBufferPointer(start: base, count: count)
    unsafe bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(pages)[skipped...])
  }

  deinit {
    // The address and length are those that `mmap` gave; nobody uses the pages any more.
    if let base = unsafe pages.baseAddress { unsafe munmap(base, pages.count) }
  }
}

extension MappedFile {
  /// The whole mapping, valid as long as the file object lives.
  package var buffer: UnsafeRawBufferPointer { unsafe region.bytes }

  /// Passes the bytes of a range, which must lie inside the file, without copying them.
  public func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let slice = unsafe checked(range)
    // The mapping outlives the call because `self` does.
    return try withExtendedLifetime(self) { () throws(Failure) -> Result in
      try unsafe body(slice.assumingMemoryBound(to: UInt8.self).span)
    }
  }

  /// Tells the system that the bytes of a range are not needed for now.
  ///
  /// They stay readable, from the file. Without this, all that was ever read counts as memory of the
  /// process.
  package func release(_ range: Range<Int>) {
    let slice = unsafe checked(range)
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    guard region.isOwner, let start = slice.baseAddress else { return }
    // Whole pages inside the range, of a mapping that nobody writes to.
    let first = unsafe UnsafeMutableRawPointer(mutating: start).alignedUp(toMultipleOf: page)
    let count = unsafe (start + slice.count - UnsafeRawPointer(first)) / page * page
    if count > 0 { unsafe madvise(first, count, MADV_DONTNEED) }
  }

  /// Copies the bytes from `offset` on, as many as the target takes; they must lie inside the file.
  func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) {
    // Both have the same number of bytes.
    unsafe target.copyMemory(from: checked(offset..<offset + target.count))
  }

  /// A copy of the bytes in a range, which must lie inside the file.
  public func bytes(_ range: Range<Int>) -> [UInt8] {
    unsafe [UInt8](checked(range))
  }

  /// The floats that begin at byte `offset`.
  public func floats(at offset: Int, count: Int) -> [Float] {
    precondition(count >= 0, "\(count) floats")
    let slice = unsafe checked(offset..<offset + count * 4)
    return unsafe [Float](unsafeUninitializedCapacity: count) { target, filled in
      // Both have count × 4 bytes.
      unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: slice)
      filled = count
    }
  }

  private func checked(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count,
      "\(path): bytes \(range) of \(count)")
    // The bounds were checked just above.
    return unsafe UnsafeRawBufferPointer(rebasing: region.bytes[range])
  }
}
