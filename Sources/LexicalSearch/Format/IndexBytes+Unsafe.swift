import FileFormats

/// The bytes of an index, a mapped file or a copy in memory; numbers are little-endian.
@safe
final class IndexBytes: @unchecked Sendable {
  // Safe to share: neither the address nor the bytes ever change.
  private let bytes: UnsafeRawBufferPointer
  /// The file that the bytes are mapped from; nil for memory of their own.
  private let file: MappedFile?
  /// The path of the file, or what stands for it in messages.
  let path: String

  /// The bytes of a file.
  init(_ file: MappedFile) {
    // The mapping lives as long as the file object, which is kept.
    unsafe bytes = file.buffer
    self.file = file
    path = file.path
  }

  /// Some of the bytes of a file.
  init(_ file: MappedFile, _ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= file.count, "bytes \(range) of \(file.count)")
    // The range was checked just above, and the mapping lives as long as the file object.
    unsafe bytes = UnsafeRawBufferPointer(rebasing: file.buffer[range])
    self.file = file
    path = file.path
  }

  /// A copy of some bytes.
  init(copying array: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: array.count, alignment: 64)
    // Both have as many bytes.
    unsafe memory.copyBytes(from: array)
    unsafe bytes = UnsafeRawBufferPointer(memory)
    file = nil
    path = "an index in memory"
  }

  deinit {
    // Nobody else has the memory.
    if file == nil { unsafe bytes.deallocate() }
  }

  var count: Int { unsafe bytes.count }

  func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < count, "byte \(offset) of \(count)")
    // The offset was checked just above, as in the functions below.
    return unsafe bytes[offset]
  }

  func uint32(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= count - 4, "byte \(offset) of \(count)")
    return UInt32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  func uint64(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8, "byte \(offset) of \(count)")
    return UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  func float(at offset: Int) -> Float { Float(bitPattern: uint32(at: offset)) }

  /// A copy of the bytes in a range.
  func array(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
    return unsafe [UInt8](bytes[range])
  }

  /// Whether the bytes in a range come before those of a term, and whether they are the same.
  func compare(_ range: Range<Int>, with term: [UInt8]) -> (precedes: Bool, equals: Bool) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
    let slice = unsafe bytes[range]
    return (unsafe slice.lexicographicallyPrecedes(term), unsafe slice.elementsEqual(term))
  }

  func checksum(_ range: Range<Int>) -> UInt64 {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
    var checksum = Checksum()
    unsafe checksum.update(UnsafeRawBufferPointer(rebasing: bytes[range]))
    return checksum.value
  }

  func malformed(_ reason: String) -> FileError {
    .malformed(path: path, line: nil, reason: reason)
  }
}
