/// A growable buffer of UTF-8 text, padded with zeros so that eight bytes can always be loaded.
///
/// Every access is checked against the allocation, in release builds too.
@safe struct PaddedText: ~Copyable {
  /// Zero bytes that always follow the text.
  static let padding = 32

  private var storage: UnsafeMutableRawPointer
  private var capacity: Int
  /// Bytes of text.
  private(set) var count = 0

  init(capacity: Int = 4096) {
    self.capacity = capacity + Self.padding
    unsafe storage = .allocate(byteCount: self.capacity, alignment: 64)
    // The allocation has `self.capacity` bytes.
    unsafe storage.initializeMemory(as: UInt8.self, repeating: 0, count: self.capacity)
  }

  deinit { unsafe storage.deallocate() }

  /// Becomes a copy of `bytes`, with ASCII capitals converted to lowercase on request.
  mutating func assign(_ bytes: Span<UInt8>, lowercase: Bool = false) {
    reserve(bytes.count)
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      // `reserve` made room for the text and its padding.
      unsafe storage.copyMemory(from: base, byteCount: source.count)
    }
    count = bytes.count
    if lowercase { lowercaseASCII() }
    terminate()
  }

  /// Puts one byte in front of the text.
  mutating func prepend(_ byte: UInt8) {
    reserve(count + 1)
    // `reserve` made room for one more byte and the padding; the ranges may overlap in memmove.
    unsafe (storage + 1).copyMemory(from: storage, byteCount: count)
    unsafe storage.storeBytes(of: byte, as: UInt8.self)
    count += 1
    terminate()
  }

  /// Frees a very large buffer, so that one huge line does not stay in memory.
  mutating func shrink(to limit: Int) {
    guard capacity > limit + Self.padding else { return }
    unsafe storage.deallocate()
    capacity = limit + Self.padding
    count = 0
    unsafe storage = .allocate(byteCount: capacity, alignment: 64)
    // The new allocation has `capacity` bytes.
    unsafe storage.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
  }

  /// A view for reading, valid until the text is next changed.
  var view: TextView { unsafe TextView(base: storage, count: count) }

  private mutating func reserve(_ size: Int) {
    guard size + Self.padding > capacity else { return }
    let larger = max(size + Self.padding, capacity * 2)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 64)
    // Both allocations are at least `count` bytes long.
    unsafe fresh.initializeMemory(as: UInt8.self, repeating: 0, count: larger)
    unsafe fresh.copyMemory(from: storage, byteCount: count)
    unsafe storage.deallocate()
    unsafe storage = fresh
    capacity = larger
  }

  private mutating func terminate() {
    // `reserve` keeps `padding` bytes behind the text.
    unsafe (storage + count).initializeMemory(
      as: UInt8.self, repeating: 0, count: Self.padding)
  }

  private mutating func lowercaseASCII() {
    let bytes = unsafe storage.assumingMemoryBound(to: UInt8.self)
    for index in 0..<count {
      // `index` is below `count`, which is within the allocation.
      let byte = unsafe bytes[index]
      let isUpper = byte &- 0x41 < 26
      unsafe bytes[index] = byte | (isUpper ? 0x20 : 0)
    }
  }
}

/// A checked, padded view of UTF-8 text: what the scanners read.
@safe struct TextView {
  private let base: UnsafeRawPointer
  let count: Int

  @unsafe init(base: UnsafeRawPointer, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// The byte at `index`; zero in the padding behind the text.
  subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count + PaddedText.padding, "byte \(index) of \(count)")
    // The index was checked, and the padding belongs to the allocation.
    return unsafe base.load(fromByteOffset: index, as: UInt8.self)
  }

  /// Eight bytes from `index` on, the first one lowest.
  func word(at index: Int) -> UInt64 {
    precondition(
      index >= 0 && index + 8 <= count + PaddedText.padding, "word at \(index) of \(count)")
    // The range was checked, and the padding belongs to the allocation.
    return UInt64(
      littleEndian: unsafe base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// Calls `body` with the bytes of a range of the text.
  func withSpan<R>(_ range: Range<Int>, _ body: (Span<UInt8>) -> R) -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    // The range was checked, and the caller keeps the text while it holds the view.
    let buffer = unsafe UnsafeBufferPointer(
      start: (base + range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count)
    return body(unsafe buffer.span)
  }
}
