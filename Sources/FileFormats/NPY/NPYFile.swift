/// A matrix or vector in a NumPy file, mapped and validated.
///
///     let file = try NPYFile(path: "queries.npy")
///     let values = file.floats(rows: 0..<file.rows)
///
/// Versions 1 to 3 of the format; half, single and double precision in either byte order; signed bytes,
/// as they are; C order and Fortran order, which pandas and scikit-learn write; one or two dimensions. A vector counts as
/// one row.
public final class NPYFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The dimensions as the file has them, one or two.
  public let shape: [Int]
  /// How many rows there are.
  public let rows: Int
  /// How many numbers a row has.
  public let columns: Int
  let file: MappedFile
  let element: TensorElement
  let start: Int
  private let isBigEndian: Bool
  private let isColumnMajor: Bool

  /// Opens and validates a file.
  ///
  /// - Throws: `FileError` for whatever is wrong with it; never traps on its content.
  public convenience init(path: String) throws(FileError) {
    try self.init(MappedFile(path: path))
  }

  /// Validates what is mapped.
  init(_ file: MappedFile) throws(FileError) {
    self.file = file
    path = file.path
    let header = try NPYHeader(file)
    element = header.element
    isBigEndian = header.isBigEndian
    isColumnMajor = header.isColumnMajor
    shape = header.shape
    start = header.byteCount
    rows = shape.count == 2 ? shape[0] : 1
    columns = shape.count == 2 ? shape[1] : shape[0]
    let needed = TensorSpecification(name: "", element: element, shape: shape).byteCount
    guard let needed, needed <= Int.max - start else {
      throw file.malformed("impossible shape \(shape)")
    }
    guard start + needed <= file.count else {
      throw .truncated(path: path, expected: start + needed, found: file.count)
    }
    guard start + needed == file.count else {
      throw file.malformed("\(file.count - start - needed) bytes after the last number")
    }
  }

  /// The numbers of some rows, `[rows × columns]`, converted to single precision.
  public func floats(rows range: Range<Int>) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    guard isColumnMajor else {
      return floats(from: range.lowerBound * columns, count: range.count * columns)
    }
    var result = [Float](repeating: 0, count: range.count * columns)
    for column in 0..<columns {
      let values = floats(from: column * rows + range.lowerBound, count: range.count)
      for (row, value) in values.enumerated() { result[row * columns + column] = value }
    }
    return result
  }

  /// Tells the system that some rows are not needed for now; they stay readable.
  package func release(rows range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    guard !isColumnMajor else { return }
    let size = columns * element.byteCount
    file.release(start + range.lowerBound * size..<start + range.upperBound * size)
  }

  /// Numbers that follow each other in the file, the first of them at `index`.
  private func floats(from index: Int, count: Int) -> [Float] {
    let size = element.byteCount
    let offset = start + index * size
    if element == .float32, !isBigEndian { return file.floats(at: offset, count: count) }
    let bytes = file.bytes(offset..<offset + count * size)
    return (0..<count).map { position in
      let bits = pattern(bytes, at: position * size)
      return switch element {
      case .int8: Float(Int8(truncatingIfNeeded: bits))
      case .float16: Float(half: UInt16(bits))
      case .float32: Float(bitPattern: UInt32(bits))
      default: Float(Double(bitPattern: bits))
      }
    }
  }

  private func pattern(_ bytes: [UInt8], at offset: Int) -> UInt64 {
    let bits = bytes.littleEndian(at: offset, bytes: element.byteCount)
    return isBigEndian ? bits.byteSwapped >> UInt64(64 - 8 * element.byteCount) : bits
  }
}
