/// Writes tensors in the safetensors format, in a fixed order, tensor by tensor.
///
///     let writer = try SafetensorsWriter(
///       path: "model.safetensors", metadata: [("kind", "autoencoder")],
///       tensors: [TensorSpecification(name: "weight", shape: [2, 3])])
///     try writer.write("weight", values.span)
///     try writer.finish()
///
/// The header is `__metadata__` first, then the tensors as given, padded with spaces to a multiple
/// of eight bytes. `__metadata__` also gets `format_version` and `checksum`, the xxHash64 of the
/// whole file with the checksum's own digits as zeros, so that every flipped bit is found. The same
/// content gives the same bytes. The file appears under its name only when it is finished.
public final class SafetensorsWriter {
  let file: AtomicFile
  private let tensors: [TensorSpecification]
  private var next = 0
  private var checksumOffset = 0
  var checksum = Checksum()

  /// Begins a file that will hold exactly these tensors, in this order.
  ///
  /// Names are not empty, not `__metadata__` and not repeated; metadata keys are not repeated and
  /// not those that the format adds.
  /// - Throws: `FileError` if the output cannot be made.
  public init(
    path: String, existing: ExistingFile = .replace, metadata: [(key: String, value: String)] = [],
    tensors: [TensorSpecification]
  ) throws(FileError) {
    file = try AtomicFile(path: path, existing: existing)
    guard file.isSeekable else { throw .notSeekable(path: path) }
    self.tensors = tensors
    let header = Self.header(metadata: metadata, tensors: tensors)
    checksumOffset = header.checksumOffset
    checksum.update(header.bytes)
    try file.write(header.bytes)
  }

  /// Writes the numbers of the next tensor, which must have this name and type `float32`.
  public func write(_ name: String, _ values: Span<Float>) throws(FileError) {
    take(name, bytes: values.count * 4)
    precondition(tensors[next - 1].element == .float32, "\(name) is \(tensors[next - 1].element)")
    checksum.update(values)
    try file.write(values)
  }

  /// Writes the bytes of the next tensor, which must have this name, numbers little-endian.
  public func write(_ name: String, bytes: [UInt8]) throws(FileError) {
    take(name, bytes: bytes.count)
    checksum.update(bytes)
    try file.write(bytes)
  }

  /// Completes the file; every tensor must have been written.
  public func finish() throws(FileError) {
    precondition(next == tensors.count, "\(next) of \(tensors.count) tensors were written")
    try file.rewrite(Array(checksum.value.hexadecimal.utf8), at: checksumOffset)
    try file.commit()
  }

  /// Checks that the tensor is the next one and complete.
  func take(_ name: String, bytes: Int) {
    precondition(next < tensors.count, "tensor \(name) beyond the last one")
    let expected = tensors[next]
    precondition(expected.name == name, "tensor \(name) where \(expected.name) is next")
    precondition(
      expected.byteCount == bytes, "\(name): \(bytes) bytes of \(expected.byteCount ?? -1)")
    next += 1
  }

  /// The length and the header, with the checksum as zeros, and where its digits stand.
  private static func header(
    metadata: [(key: String, value: String)], tensors: [TensorSpecification]
  ) -> (bytes: [UInt8], checksumOffset: Int) {
    let own = [
      (key: SafetensorsKey.version, value: String(SafetensorsKey.supportedVersion)),
      (key: SafetensorsKey.checksum, value: SafetensorsKey.blank),
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
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(json.count))
    // The keys before the digits are ours, so their place in the file is fixed.
    let before =
      "{\"\(SafetensorsKey.metadata)\":{\"\(SafetensorsKey.version)\":"
      + "\"\(SafetensorsKey.supportedVersion)\",\"\(SafetensorsKey.checksum)\":\""
    return (bytes + json, bytes.count + before.utf8.count)
  }
}

extension SafetensorsWriter {
  /// Writes tensors of single precision that are at hand in memory, each as name, shape and values.
  public static func write(
    path: String, existing: ExistingFile = .replace, metadata: [(key: String, value: String)] = [],
    tensors: [(name: String, shape: [Int], values: [Float])]
  ) throws(FileError) {
    let writer = try SafetensorsWriter(
      path: path, existing: existing, metadata: metadata,
      tensors: tensors.map { TensorSpecification(name: $0.name, shape: $0.shape) })
    for tensor in tensors { try writer.write(tensor.name, tensor.values.span) }
    try writer.finish()
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
