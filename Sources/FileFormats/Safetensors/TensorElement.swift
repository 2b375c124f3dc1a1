/// The number types that a safetensors file may hold.
public enum TensorElement: String, CaseIterable, Sendable {
  /// Truth values, one byte each.
  case bool = "BOOL"
  /// Unsigned bytes.
  case uint8 = "U8"
  /// Signed bytes.
  case int8 = "I8"
  /// Eight-bit floats, five bits of exponent; read as raw bytes.
  case float8E5M2 = "F8_E5M2"
  /// Eight-bit floats, four bits of exponent; read as raw bytes.
  case float8E4M3 = "F8_E4M3"
  /// Signed 16-bit numbers.
  case int16 = "I16"
  /// Unsigned 16-bit numbers.
  case uint16 = "U16"
  /// IEEE half precision.
  case float16 = "F16"
  /// The upper half of a single precision number.
  case bfloat16 = "BF16"
  /// Signed 32-bit numbers.
  case int32 = "I32"
  /// Unsigned 32-bit numbers.
  case uint32 = "U32"
  /// IEEE single precision.
  case float32 = "F32"
  /// IEEE double precision.
  case float64 = "F64"
  /// Signed 64-bit numbers.
  case int64 = "I64"
  /// Unsigned 64-bit numbers.
  case uint64 = "U64"

  /// How many bytes one number takes.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8, .float8E5M2, .float8E4M3: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// Whether `SafetensorsFile.floats` reads it.
  public var isReadableAsFloat: Bool {
    switch self {
    case .float32, .float16, .bfloat16, .float64: true
    default: false
    }
  }
}

/// Name, type and shape of a tensor in a file.
public struct TensorSpecification: Equatable, Sendable {
  /// The name, unique in a file.
  public let name: String
  /// The type of its numbers.
  public let element: TensorElement
  /// The size of every dimension, the slowest first; empty for a single number.
  public let shape: [Int]

  /// Describes a tensor.
  public init(name: String, element: TensorElement = .float32, shape: [Int]) {
    self.name = name
    self.element = element
    self.shape = shape
  }

  /// How many numbers the tensor has, or nil if the shape is negative or too large for any memory.
  public var count: Int? {
    shape.contains { $0 < 0 } ? nil : Self.product(shape)
  }

  /// How many bytes the tensor takes, or nil as for `count`.
  public var byteCount: Int? {
    guard let count else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: element.byteCount)
    return overflow ? nil : bytes
  }

  private static func product(_ shape: [Int]) -> Int? {
    // The other sizes are checked too, even where a zero makes the tensor empty.
    var result = 1
    for size in shape where size > 0 {
      let (next, overflow) = result.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      result = next
    }
    return shape.contains(0) ? 0 : result
  }
}

/// The keys that our writer adds to `__metadata__`.
enum SafetensorsKey {
  static let metadata = "__metadata__"
  static let version = "format_version"
  static let checksum = "checksum"
  static let tensorChecksums = "tensor_checksums"
  static let supportedVersion = 2
  /// Stands for the digits of `checksum` while it is computed.
  static let blank = String(repeating: "0", count: 16)
}
