import FileFormats
import TensorKit

/// Rows of bytes of equal length, wherever they are: in memory or in a mapped file.
@safe struct ByteRows: @unchecked Sendable {
  // Safe to share between threads, which only read.
  let base: UnsafeRawPointer
  /// How many rows there are.
  let count: Int
  /// The bytes of a row.
  let stride: Int
  /// What keeps the memory alive.
  private let owner: AnyObject

  /// Rows that begin at byte `offset` of a file.
  init(_ file: MappedFile, at offset: Int, count: Int, stride: Int) {
    precondition(
      offset >= 0 && count >= 0 && stride > 0 && offset + count * stride <= file.count,
      "\(count) × \(stride) bytes at \(offset) of \(file.count)")
    guard let start = unsafe file.buffer.baseAddress else {
      preconditionFailure("\(file.path) is empty")
    }
    // The range lies inside the mapping, checked above.
    unsafe base = start + offset
    self.count = count
    self.stride = stride
    owner = file
  }

  /// The rows of a matrix as floats.
  init(_ matrix: Matrix) {
    unsafe base = UnsafeRawPointer(matrix.base)
    count = matrix.rows
    stride = matrix.columns * MemoryLayout<Float>.stride
    owner = matrix
  }

  /// Rows in memory.
  init(_ memory: AlignedMemory, count: Int, stride: Int) {
    unsafe base = UnsafeRawPointer(memory.start)
    self.count = count
    self.stride = stride
    owner = memory
  }

  /// Row `index` as a view that cannot outlive the closure: [stride].
  func withRow<R>(_ index: Int, _ body: (Span<UInt8>) -> R) -> R {
    check(index..<index + 1)
    // The row is inside the memory, checked above, and the span ends with the closure.
    let row = unsafe UnsafeBufferPointer(
      start: (base + index * stride).assumingMemoryBound(to: UInt8.self), count: stride)
    return body(unsafe row.span)
  }

  /// Copies rows of floats into a matrix, which is resized to hold them.
  func copyFloats(_ range: Range<Int>, into matrix: Matrix) {
    check(range)
    precondition(matrix.columns * 4 == stride, "\(matrix.columns) columns for \(stride) bytes")
    matrix.resize(rows: range.count)
    // The range lies inside the rows and the matrix has room for it.
    unsafe UnsafeMutableRawPointer(matrix.base).copyMemory(
      from: base + range.lowerBound * stride, byteCount: range.count * stride)
  }

  func check(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
  }
}

extension Span<UInt8> {
  /// The float whose four bytes begin at `offset`.
  func float(at offset: Int) -> Float {
    precondition(offset >= 0 && offset + 4 <= count, "\(offset) of \(count)")
    // Four bytes follow, checked above, and any of them make a float.
    return unsafe withUnsafeBytes {
      unsafe $0.loadUnaligned(fromByteOffset: offset, as: Float.self)
    }
  }

  /// The 16-bit integer whose two bytes begin at `offset`.
  func short(at offset: Int) -> UInt16 {
    UInt16(self[offset]) | UInt16(self[offset + 1]) << 8
  }
}

extension MutableSpan<UInt8> {
  /// Writes a float to the four bytes at `offset`.
  mutating func set(_ value: Float, at offset: Int) {
    for byte in 0..<4 {
      self[offset + byte] = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32(byte)))
    }
  }

  /// Writes a 16-bit integer to the two bytes at `offset`.
  mutating func set(_ value: UInt16, at offset: Int) {
    self[offset] = UInt8(truncatingIfNeeded: value)
    self[offset + 1] = UInt8(truncatingIfNeeded: value >> 8)
  }
}
