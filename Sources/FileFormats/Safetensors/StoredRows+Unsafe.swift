/// A mapped tensor of numbers of one or two bytes, whose rows become single precision when they are
/// asked for.
///
/// Only pages of rows that are used take memory. Any number of threads may read it.
@safe package final class StoredRows: Sendable {
  /// The number of rows; 1 unless the tensor is a matrix.
  package let rows: Int
  /// The number of floats in a row.
  package let columns: Int
  private let element: TensorElement
  private let region: MappedRegion
  /// What the numbers of each row are multiplied by; empty unless they have 8 bits.
  private let scales: [Float]

  /// The element types that it decodes.
  static let elements: Set<TensorElement> = [.int8, .float16, .bfloat16]

  /// Maps a tensor of one of `elements` that was verified.
  init(
    _ file: TensorBytes, _ entry: SafetensorsFile.Entry, scales: [Float]
  ) throws(FileError) {
    let tensor = entry.specification
    precondition(Self.elements.contains(tensor.element), "\(tensor.name) is \(tensor.element)")
    element = tensor.element
    rows = tensor.shape.count == 2 ? tensor.shape[0] : 1
    columns = rows == 0 ? 0 : (tensor.count ?? 0) / rows
    region = try file.region(entry.range, isWritable: false)
    self.scales = scales
  }

  /// Writes the numbers of a row to `target`, which has room for them.
  package func decode(_ row: Int, into target: UnsafeMutableBufferPointer<Float>) {
    precondition(row >= 0 && row < rows && target.count == columns, "row \(row) of \(rows)")
    let size = columns * element.byteCount
    // The row lies inside the region, which has rows × columns elements.
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: region.bytes[row * size..<(row + 1) * size])
    switch element {
    case .int8:
      let scale = scales[row]
      let numbers = unsafe bytes.assumingMemoryBound(to: Int8.self)
      for column in 0..<columns { unsafe target[column] = Float(numbers[column]) * scale }
    case .bfloat16:
      for column in 0..<columns {
        unsafe target[column] = Float(bitPattern: UInt32(Self.bits(bytes, column)) << 16)
      }
    default:
      for column in 0..<columns {
        unsafe target[column] = Float(half: Self.bits(bytes, column))
      }
    }
  }

  /// Two bytes of a row as a number.
  private static func bits(_ bytes: UnsafeRawBufferPointer, _ column: Int) -> UInt16 {
    // Every column of the row has two bytes.
    unsafe UInt16(
      littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * column, as: UInt16.self))
  }
}
