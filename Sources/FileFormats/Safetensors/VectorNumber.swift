/// How a number of a vector is stored: smaller numbers for larger collections.
public enum VectorNumber: String, CaseIterable, Sendable {
  /// IEEE single precision, four bytes.
  case f32
  /// IEEE half precision, two bytes: about three decimal digits, at most 65,504.
  case f16
  /// The upper half of a single precision number, two bytes: between two and three digits.
  case bf16
  /// A whole number from -127 to 127, one byte. Each row is scaled so that its largest number
  /// becomes 127. Cosines stay as they are but for rounding; lengths are lost.
  case int8

  /// How many bytes one number takes.
  public var byteCount: Int {
    switch self {
    case .f32: 4
    case .f16, .bf16: 2
    case .int8: 1
    }
  }

  /// The name of the type in the header of a NumPy file; nil if NumPy has no such type.
  var npyType: String? {
    switch self {
    case .f32: "<f4"
    case .f16: "<f2"
    case .bf16: nil
    case .int8: "|i1"
    }
  }

  /// The type of such numbers in a safetensors file.
  package var element: TensorElement {
    switch self {
    case .f32: .float32
    case .f16: .float16
    case .bf16: .bfloat16
    case .int8: .int8
    }
  }

  /// What the whole numbers of `int8` are multiplied by to give those of a row again.
  package static func scale(of row: Span<Float>) -> Float {
    factor(of: row) > 0 ? largest(of: row) / 127 : 0
  }

  /// What the numbers of a row are multiplied by for `int8`; 0 if they are as good as zeros.
  private static func factor(of row: Span<Float>) -> Float {
    let largest = largest(of: row)
    let factor = largest > 0 ? 127 / largest : 0
    return factor.isFinite ? factor : 0
  }

  /// The largest magnitude in a row.
  private static func largest(of row: Span<Float>) -> Float {
    var largest: Float = 0
    for index in row.indices { largest = max(largest, row[index].magnitude) }
    return largest
  }

  /// Appends rows of `columns` numbers, rounded to the nearest, little-endian.
  package func append(_ rows: Span<Float>, columns: Int, to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + rows.count * byteCount)
    switch self {
    case .f32:
      for index in 0..<rows.count { append(rows[index].bitPattern, to: &bytes) }
    case .f16:
      for index in 0..<rows.count { append(rows[index].halfBits, to: &bytes) }
    case .bf16:
      for index in 0..<rows.count { append(rows[index].bfloat16Bits, to: &bytes) }
    case .int8:
      for start in stride(from: 0, to: rows.count, by: columns) {
        let row = rows.extracting(start..<start + columns)
        let factor = Self.factor(of: row)
        for index in 0..<columns {
          bytes.append(UInt8(bitPattern: Int8((row[index] * factor).rounded(.toNearestOrEven))))
        }
      }
    }
  }

  private func append(_ bits: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for byte in 0..<byteCount { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
  }
}
