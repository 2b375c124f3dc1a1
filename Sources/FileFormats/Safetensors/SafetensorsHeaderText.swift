/// The bytes before the data of a safetensors file: length, header and the spaces after it.
///
/// Checksums are zeros until they are filled in. Their keys come first, so that their offsets are
/// fixed.
struct SafetensorsHeaderText {
  /// The data begins at a multiple of a cache line, so that it can be used where it is mapped.
  static let alignment = 64

  private(set) var bytes: [UInt8]
  private let checksumOffset: Int
  private let tensorChecksumsOffset: Int

  init(metadata: [(key: String, value: String)], tensors: [TensorSpecification]) {
    let blank = SafetensorsKey.blank
    let digests = Self.text(tensors.map { _ in 0 })
    let own = [
      (key: SafetensorsKey.version, value: String(SafetensorsKey.supportedVersion)),
      (key: SafetensorsKey.checksum, value: blank),
      (key: SafetensorsKey.tensorChecksums, value: digests),
    ]
    let entries = own + metadata
    precondition(Set(entries.map(\.key)).count == entries.count, "metadata keys occur twice")
    let names = Set(tensors.map(\.name))
    precondition(
      names.count == tensors.count && names.isDisjoint(with: ["", SafetensorsKey.metadata]),
      "tensor names must be unique and not empty")
    var members = [
      JSONValue.Member(
        key: SafetensorsKey.metadata,
        value: .object(entries.map { .init(key: $0.key, value: .string($0.value)) }))
    ]
    var offset = 0
    for tensor in tensors {
      guard let byteCount = tensor.byteCount else {
        preconditionFailure("\(tensor.name): impossible shape \(tensor.shape)")
      }
      members.append(.init(key: tensor.name, value: tensor.headerEntry(from: offset, byteCount)))
      offset += byteCount
    }
    var json: [UInt8] = []
    JSONValue.object(members).append(to: &json)
    let spaces = Self.alignment - 1 - (8 + json.count - 1) % Self.alignment
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaces))
    bytes = []
    bytes.append(littleEndian: UInt64(json.count))
    bytes.append(contentsOf: json)
    let before =
      "{\"\(SafetensorsKey.metadata)\":{\"\(SafetensorsKey.version)\":"
      + "\"\(SafetensorsKey.supportedVersion)\",\"\(SafetensorsKey.checksum)\":\""
    let between = "\",\"\(SafetensorsKey.tensorChecksums)\":\""
    checksumOffset = 8 + before.utf8.count
    tensorChecksumsOffset = checksumOffset + blank.utf8.count + between.utf8.count
  }

  /// Puts in the checksums of all tensors, and then the one of the header.
  mutating func fill(tensorChecksums: [UInt64]) {
    replace(at: tensorChecksumsOffset, Self.text(tensorChecksums))
    replace(at: checksumOffset, SafetensorsKey.blank)
    replace(at: checksumOffset, Checksum.of(bytes).hexadecimal)
  }

  private mutating func replace(at offset: Int, _ digits: String) {
    bytes.replaceSubrange(offset..<offset + digits.utf8.count, with: digits.utf8)
  }

  private static func text(_ checksums: [UInt64]) -> String {
    checksums.map(\.hexadecimal).joined(separator: " ")
  }
}

extension TensorSpecification {
  fileprivate func headerEntry(from offset: Int, _ byteCount: Int) -> JSONValue {
    [
      "dtype": .string(element.rawValue),
      "shape": .array(shape.map { .integer($0) }),
      "data_offsets": [.integer(offset), .integer(offset + byteCount)],
    ]
  }
}
