/// A safetensors file, mapped and validated: nothing in it is trusted before it was checked.
///
///     let file = try SafetensorsFile(path: "model.safetensors")
///     let weight = try file.floats("encoder.lstm.weight_ih_l0", shape: [2048, 256])
///
/// Opening checks the header against the size of the file and, unless told otherwise, the checksum
/// that our writer adds, which reads the whole file once.
public final class SafetensorsFile: Sendable {
  /// What to make of the checksum in `__metadata__`.
  public enum Verification: Sendable {
    /// Every flipped bit is found; a file without a checksum is refused.
    case required
    /// Files of other programs are accepted, and the checksum is verified where there is one.
    case ifPresent
    /// The data is not read. For `info`, which wants the header alone.
    case skipped
  }

  /// A tensor and where its bytes lie.
  public struct Entry: Sendable {
    /// Name, type and shape.
    public let specification: TensorSpecification
    /// The bytes, counted from the start of the file.
    let range: Range<Int>
  }

  /// The path as it was given.
  public let path: String
  /// The tensors in the order of their bytes.
  public let tensors: [TensorSpecification]
  /// The texts of `__metadata__`, in the order of the file.
  public let metadata: [(key: String, value: String)]
  let file: MappedFile
  let entries: [String: Entry]

  /// Opens and validates a file.
  ///
  /// - Throws: `FileError` for whatever is wrong with it; never traps on its content.
  public init(path: String, verification: Verification = .required) throws(FileError) {
    file = try MappedFile(path: path)
    self.path = path
    let header = try SafetensorsHeader(file)
    metadata = header.metadata
    tensors = header.entries.map(\.specification)
    entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.specification.name, $0) })
    try header.checkVersion(path: path)
    switch verification {
    case .skipped: break
    case .ifPresent where header.isForeign: break
    case .ifPresent, .required: try header.verify(file)
    }
  }

  /// The text of a key of `__metadata__`.
  public func metadata(_ key: String) -> String? {
    metadata.first { $0.key == key }?.value
  }

  /// Whether there is a tensor of this name.
  public func contains(_ name: String) -> Bool {
    entries[name] != nil
  }

  /// The bytes of a tensor as they are in the file.
  ///
  /// - Throws: `FileError.missingEntry`.
  public func bytes(_ name: String) throws(FileError) -> [UInt8] {
    file.bytes(try entry(name).range)
  }

  /// The numbers of a tensor as single precision, converted if it has another kind of float.
  ///
  /// With a shape, the tensor must have it.
  /// - Throws: `FileError.missingEntry` or `mismatchedEntry`.
  public func floats(_ name: String, shape: [Int]? = nil) throws(FileError) -> [Float] {
    let entry = try floatEntry(name, shape: shape)
    let range = entry.range
    switch entry.specification.element {
    case .float32:
      return file.floats(at: range.lowerBound, count: range.count / 4)
    case .float64:
      return convert(range, 8) { Float(Double(bitPattern: $0)) }
    case .bfloat16:
      return convert(range, 2) { Float(bitPattern: UInt32($0) << 16) }
    default:
      return convert(range, 2) { Float(half: UInt16($0)) }
    }
  }

  /// The entry of a name.
  func entry(_ name: String) throws(FileError) -> Entry {
    guard let entry = entries[name] else { throw .missingEntry(path: path, name: name) }
    return entry
  }

  /// The entry of a name that holds floats of the shape.
  func floatEntry(_ name: String, shape: [Int]?) throws(FileError) -> Entry {
    let entry = try entry(name)
    let found = entry.specification
    let expected = shape ?? found.shape
    guard found.element.isReadableAsFloat, found.shape == expected else {
      throw .mismatchedEntry(
        path: path, name: name, expected: "floats of shape \(expected)",
        found: "\(found.element.rawValue) of shape \(found.shape)")
    }
    return entry
  }

  private func convert(
    _ range: Range<Int>, _ size: Int, _ value: (UInt64) -> Float
  ) -> [Float] {
    let bytes = file.bytes(range)
    return stride(from: 0, to: bytes.count, by: size).map {
      value(bytes.littleEndian(at: $0, bytes: size))
    }
  }
}

extension Float {
  /// The value of an IEEE half precision number, which not every platform's Swift has a type for.
  package init(half bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: a whole number of steps of 2^-24.
      let magnitude = Float(fraction) * 0x1p-24
      self = sign == 0 ? magnitude : -magnitude
    case 31:
      self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
