extension SafetensorsFile {
  /// How much is read at a time: a piece stays in the L2 cache while it is verified.
  private static let pieceSize = 1 << 18

  /// Copies the numbers of a tensor into all elements of `target`, converted to single precision.
  ///
  /// With `requireFinite`, NaN and infinities are refused. If it throws, part of `target` may have
  /// been overwritten.
  /// - Throws: `FileError.missingEntry`, or `mismatchedEntry` if the shape is another;
  ///   `checksumMismatch` or `malformed` if the content is at fault.
  package func copy(
    _ name: String, shape: [Int], requireFinite: Bool = false,
    into target: UnsafeMutableBufferPointer<Float>
  ) throws(FileError) {
    let entry = try floatEntry(name, shape: shape)
    let count = entry.specification.count ?? 0
    precondition(count == target.count, "\(name): \(count) numbers into \(target.count)")
    if entry.specification.element == .float32 {
      // The target has as many bytes as the tensor.
      try unsafe read(
        entry, into: UnsafeMutableRawBufferPointer(target), requireFinite: requireFinite)
    } else if StoredRows.elements.contains(entry.specification.element) {
      try unsafe decode(rows(of: entry, requireFinite: requireFinite), into: target)
    } else {
      let values = try floats(name, requireFinite: requireFinite)
      // The counts were compared above.
      _ = unsafe target.update(fromContentsOf: values)
    }
  }

  /// Copies the numbers of a tensor into all elements of `target`, converted to single precision.
  ///
  /// With `requireFinite`, NaN and infinities are refused. If it throws, part of `target` may have
  /// been overwritten.
  /// - Throws: `FileError.missingEntry`, or `mismatchedEntry` if the shape is another;
  ///   `checksumMismatch` or `malformed` if the content is at fault.
  public func copy(
    _ name: String, shape: [Int], requireFinite: Bool = false,
    into target: inout MutableSpan<Float>
  ) throws(FileError) {
    // The buffer is that of the span and does not leave the closure.
    try unsafe target.withUnsafeMutableBufferPointer { buffer throws(FileError) in
      try unsafe copy(name, shape: shape, requireFinite: requireFinite, into: buffer)
    }
  }

  /// Maps a tensor of single precision into memory, once all of it has been verified.
  ///
  /// Verification reads through a small buffer, so only pages that are used later take memory.
  /// Returns nil if the tensor cannot be mapped and has to be copied: it has another type, it is
  /// empty, or its place in the file is not aligned for floats.
  /// - Throws: As `copy`.
  package func mapped(
    _ name: String, shape: [Int], requireFinite: Bool = false
  ) throws(FileError) -> MappedFloats? {
    let entry = try floatEntry(name, shape: shape)
    guard entry.specification.element == .float32, !entry.range.isEmpty,
      entry.range.lowerBound % MemoryLayout<Float>.alignment == 0
    else { return nil }
    try scan(entry, requireFinite: requireFinite)
    return try MappedFloats(file, entry.range)
  }

  /// Maps a tensor with numbers of one or two bytes, once all of it has been verified; nil if it has
  /// others.
  ///
  /// With `requireFinite`, NaN and infinities are refused.
  /// - Throws: As `copy`; also if scales are missing, negative or not finite.
  package func storedRows(
    _ name: String, shape: [Int], requireFinite: Bool = false
  ) throws(FileError) -> StoredRows? {
    let entry = try floatEntry(name, shape: shape)
    guard StoredRows.elements.contains(entry.specification.element) else { return nil }
    return try rows(of: entry, requireFinite: requireFinite)
  }

  /// The rows of a tensor with numbers of one or two bytes, verified.
  private func rows(of entry: Entry, requireFinite: Bool) throws(FileError) -> StoredRows {
    let tensor = entry.specification
    let scales = tensor.element == .int8 ? try scales(of: tensor) : []
    try scan(entry, requireFinite: requireFinite)
    return try StoredRows(file, entry, scales: scales)
  }

  /// Decodes all rows to `target`, which has as many elements.
  private func decode(_ stored: StoredRows, into target: UnsafeMutableBufferPointer<Float>) {
    for row in 0..<stored.rows {
      let start = row * stored.columns
      // The target has rows × columns elements.
      unsafe stored.decode(
        row,
        into: UnsafeMutableBufferPointer(rebasing: target[start..<start + stored.columns]))
    }
  }

  /// The numbers of a tensor whose numbers have one or two bytes.
  func decodedRows(of entry: Entry, requireFinite: Bool) throws(FileError) -> [Float] {
    let stored = try rows(of: entry, requireFinite: requireFinite)
    var values = [Float](repeating: 0, count: entry.specification.count ?? 0)
    // The buffer is that of the array and does not leave the closure.
    unsafe values.withUnsafeMutableBufferPointer { unsafe decode(stored, into: $0) }
    return values
  }

  /// The bytes of a tensor.
  func bytes(of entry: Entry) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: entry.range.count)
    // The buffer is that of the array and does not leave the closure.
    var span = bytes.mutableSpan
    try unsafe span.withUnsafeMutableBytes { buffer throws(FileError) in
      try unsafe read(entry, into: buffer, requireFinite: false)
    }
    return bytes
  }

  /// The numbers of a tensor of single precision.
  func float32s(of entry: Entry, requireFinite: Bool) throws(FileError) -> [Float] {
    var values = [Float](repeating: 0, count: entry.range.count / 4)
    // The buffer is that of the array and does not leave the closure.
    var span = values.mutableSpan
    try unsafe span.withUnsafeMutableBytes { buffer throws(FileError) in
      try unsafe read(entry, into: buffer, requireFinite: requireFinite)
    }
    return values
  }

  /// Verifies a tensor without keeping any of it.
  func scan(_ entry: Entry, requireFinite: Bool) throws(FileError) {
    var buffer = [UInt8](repeating: 0, count: min(Self.pieceSize, entry.range.count))
    var span = buffer.mutableSpan
    try unsafe span.withUnsafeMutableBytes { buffer throws(FileError) in
      try unsafe pass(over: entry, requireFinite: requireFinite) { range in
        // No piece is longer than the buffer.
        unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<range.count])
      }
    }
  }

  /// Reads a tensor into `target`, which has its size, and verifies the bytes that arrived there.
  private func read(
    _ entry: Entry, into target: UnsafeMutableRawBufferPointer, requireFinite: Bool
  ) throws(FileError) {
    precondition(target.count == entry.range.count, "\(target.count) of \(entry.range.count) bytes")
    try unsafe pass(over: entry, requireFinite: requireFinite) { range in
      // The ranges lie within the tensor, which has as many bytes as the target.
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[range])
    }
  }

  /// Reads a tensor piece by piece, each into the buffer that `place` returns, and verifies it.
  private func pass(
    over entry: Entry, requireFinite: Bool, place: (Range<Int>) -> UnsafeMutableRawBufferPointer
  ) throws(FileError) {
    if case .file = checksums { try verifyFileOnce() }
    var checksum = Checksum()
    var isFinite = true
    let element = entry.specification.element
    var start = 0
    while start < entry.range.count {
      let end = min(start + Self.pieceSize, entry.range.count)
      let piece = unsafe place(start..<end)
      try unsafe file.read(at: entry.range.lowerBound + start, into: piece)
      if case .tensors = checksums { unsafe checksum.update(UnsafeRawBufferPointer(piece)) }
      if requireFinite, isFinite { isFinite = unsafe Self.isFinite(piece, element) }
      start = end
    }
    if case .tensors(let expected) = checksums,
      checksum.value != expected[entry.specification.name]
    {
      throw .checksumMismatch(path: path)
    }
    guard isFinite else { throw notFinite(entry) }
  }

  /// Verifies the single checksum of a file of version 1, unless that was done before.
  private func verifyFileOnce() throws(FileError) {
    try isIntact.withLock { isIntact throws(FileError) in
      guard !isIntact, case .file(let expected, var sum, let data) = checksums else { return }
      var start = data.lowerBound
      while start < data.upperBound {
        let end = min(start + Self.pieceSize, data.upperBound)
        sum.update(try file.bytes(start..<end))
        start = end
      }
      guard sum.value == expected else { throw .checksumMismatch(path: path) }
      isIntact = true
    }
  }

  /// Whether all numbers in a buffer are finite: no float has all bits of its exponent set.
  ///
  /// Numbers of 64 bits are checked once they are converted.
  private static func isFinite(
    _ bytes: UnsafeMutableRawBufferPointer, _ element: TensorElement
  ) -> Bool {
    switch element {
    case .float32: unsafe largest(bytes, as: UInt32.self, 0x7FFF_FFFF) < 0x7F80_0000
    case .bfloat16: unsafe largest(bytes, as: UInt16.self, 0x7FFF) < 0x7F80
    case .float16: unsafe largest(bytes, as: UInt16.self, 0x7FFF) < 0x7C00
    default: true
    }
  }

  /// The largest number in a buffer, of those bits that `mask` has.
  @inline(__always)
  private static func largest<Bits: FixedWidthInteger & UnsignedInteger>(
    _ bytes: UnsafeMutableRawBufferPointer, as type: Bits.Type, _ mask: Bits
  ) -> Bits {
    var largest: Bits = 0
    let size = MemoryLayout<Bits>.size
    for index in 0..<bytes.count / size {
      // That many bytes lie before the end of the buffer.
      let bits = unsafe bytes.loadUnaligned(fromByteOffset: index * size, as: type)
      largest = max(largest, bits & mask)
    }
    return largest
  }
}

/// Floats of a mapped file, loaded as they are touched.
///
/// They may be written: a page is copied before the first write to it, and the file never changes.
/// Each object has pages of its own, so no other mapping sees what is written.
@safe package final class MappedFloats: @unchecked Sendable {
  // Safe to share: nothing but the floats changes, and they are written as those of a matrix.
  /// The first float; valid as long as this object lives.
  package let start: UnsafeMutablePointer<Float>
  /// The number of floats.
  package let count: Int
  private let region: MappedRegion

  /// Maps a range of bytes whose start is aligned for floats.
  ///
  /// Those of a constant must not be written; whoever maps weights only reads them.
  init(_ file: TensorBytes, _ range: Range<Int>) throws(FileError) {
    region = try file.region(range, isWritable: true)
    count = range.count / 4
    guard let base = unsafe region.bytes.baseAddress else {
      preconditionFailure("no bytes to map at \(range.lowerBound)")
    }
    // Safe: pages and constants begin at multiples of four, as the range does.
    unsafe start = UnsafeMutableRawPointer(mutating: base).assumingMemoryBound(to: Float.self)
  }
}
