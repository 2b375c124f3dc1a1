import FileFormats

/// Damaged tensors with checksums that are right.
///
/// Without that, checksums would hide what stands behind them.
enum ForgedTensors {
  /// Writes a damaged file again, if enough of it can be read.
  static func write(_ path: String) throws {
    guard let file = try? SafetensorsFile(path: path, verification: .ifPresent) else { return }
    try write(file, file.metadata, to: path)
  }

  /// Writes the intact file `original` with another text under a key of its metadata.
  static func write(_ original: String, _ key: String, _ text: String, to path: String) throws {
    let file = try SafetensorsFile(path: original)
    try write(file, file.metadata.map { $0.key == key ? (key, text) : $0 }, to: path)
  }

  private static func write(
    _ file: SafetensorsFile, _ metadata: [(key: String, value: String)], to path: String
  ) throws {
    let own: Set<String> = ["format_version", "checksum", "tensor_checksums"]
    var contents: [[UInt8]] = []
    for tensor in file.tensors {
      guard let bytes = try? file.bytes(tensor.name) else { return }
      contents.append(bytes)
    }
    let writer = try SafetensorsWriter(
      path: path, metadata: metadata.filter { !own.contains($0.key) }, tensors: file.tensors)
    for (tensor, bytes) in zip(file.tensors, contents) {
      try writer.write(tensor.name, bytes: bytes)
    }
    try writer.finish()
  }
}
