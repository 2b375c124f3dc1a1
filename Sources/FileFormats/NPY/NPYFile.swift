/// A matrix or vector in a NumPy file, mapped and validated.
///
///     let file = try NPYFile(path: "queries.npy")
///     let values = file.floats(rows: 0..<file.rows)
///
/// Versions 1 to 3 of the format, little-endian half, single and double precision, C order, one or
/// two dimensions. A vector counts as one row.
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

  /// Opens and validates a file.
  ///
  /// - Throws: `FileError` for whatever is wrong with it; never traps on its content.
  public init(path: String) throws(FileError) {
    file = try MappedFile(path: path)
    self.path = path
    let header = try NPYHeader(file)
    element = header.element
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
    let size = element.byteCount
    let offset = start + range.lowerBound * columns * size
    let count = range.count * columns
    switch element {
    case .float32:
      return file.floats(at: offset, count: count)
    case .float64:
      let bytes = file.bytes(offset..<offset + count * size)
      return (0..<count).map {
        Float(Double(bitPattern: bytes.littleEndian(at: $0 * size, bytes: size)))
      }
    default:
      let bytes = file.bytes(offset..<offset + count * size)
      return (0..<count).map {
        Float(half: UInt16(bytes.littleEndian(at: $0 * size, bytes: size)))
      }
    }
  }
}
