/// Writes tensors in the safetensors format, in a fixed order, tensor by tensor.
///
///     let writer = try SafetensorsWriter(
///       path: "model.safetensors", metadata: [("kind", "autoencoder")],
///       tensors: [TensorSpecification(name: "weight", shape: [2, 3])])
///     try writer.write("weight", values.span)
///     try writer.finish()
///
/// The header is `__metadata__` first, then the tensors as given, padded with spaces so that the
/// data begins at a multiple of 64 bytes. The writer adds to `__metadata__`:
/// - `format_version`, 2;
/// - `checksum`, the xxHash64 of length and header, with its own sixteen digits as zeros;
/// - `tensor_checksums`, the xxHash64 of each tensor in the order of the file, joined by spaces.
///
/// Thus every flipped bit is found when its tensor is read, and files with different content have
/// different `checksum`s. The same content gives the same bytes. The file appears under its name
/// only when it is finished.
public final class SafetensorsWriter {
  private let file: AtomicFile
  private let tensors: [TensorSpecification]
  private var sums: [UInt64] = []
  private var header: SafetensorsHeaderText

  /// Begins a file that will hold exactly these tensors, in this order.
  ///
  /// Names must be unique, not empty and not `__metadata__`; metadata keys must be unique and not
  /// those that the writer adds.
  /// - Throws: `FileError` if the output cannot be made.
  public init(
    path: String, existing: OverwritePolicy = .replace,
    metadata: [(key: String, value: String)] = [],
    tensors: [TensorSpecification]
  ) throws(FileError) {
    file = try AtomicFile(path: path, existing: existing)
    guard file.isSeekable else { throw .notSeekable(path: path) }
    self.tensors = tensors
    header = SafetensorsHeaderText(metadata: metadata, tensors: tensors)
    try file.write(header.bytes)
  }

  /// Writes the numbers of the next tensor, which must have this name and type `float32`.
  public func write(_ name: String, _ values: Span<Float>) throws(FileError) {
    let tensor = next(name, bytes: values.count * 4)
    precondition(tensor.element == .float32, "\(name) is \(tensor.element)")
    var sum = Checksum()
    sum.update(values)
    sums.append(sum.value)
    try file.write(values)
  }

  /// Writes the bytes of the next tensor, which must have this name, numbers little-endian.
  public func write(_ name: String, bytes: [UInt8]) throws(FileError) {
    _ = next(name, bytes: bytes.count)
    var sum = Checksum()
    sum.update(bytes)
    sums.append(sum.value)
    try file.write(bytes)
  }

  /// Completes the file; every tensor must have been written.
  public func finish() throws(FileError) {
    precondition(
      sums.count == tensors.count, "\(sums.count) of \(tensors.count) tensors were written")
    header.fill(tensorChecksums: sums)
    try file.rewrite(header.bytes, at: 0)
    try file.commit()
  }

  /// The next tensor, which must have this name and size.
  private func next(_ name: String, bytes: Int) -> TensorSpecification {
    precondition(sums.count < tensors.count, "tensor \(name) beyond the last one")
    let expected = tensors[sums.count]
    precondition(expected.name == name, "tensor \(name) where \(expected.name) is next")
    precondition(
      expected.byteCount == bytes, "\(name): \(bytes) bytes of \(expected.byteCount ?? -1)")
    return expected
  }
}

extension SafetensorsWriter {
  /// Writes tensors of single precision from memory, each as name, shape and values.
  public static func write(
    path: String, existing: OverwritePolicy = .replace,
    metadata: [(key: String, value: String)] = [],
    tensors: [(name: String, shape: [Int], values: [Float])]
  ) throws(FileError) {
    let writer = try SafetensorsWriter(
      path: path, existing: existing, metadata: metadata,
      tensors: tensors.map { TensorSpecification(name: $0.name, shape: $0.shape) })
    for tensor in tensors { try writer.write(tensor.name, tensor.values.span) }
    try writer.finish()
  }
}
