import Synchronization

/// A safetensors file that is opened in constant time and verified tensor by tensor as it is read.
///
///     let file = try SafetensorsFile(path: "model.safetensors")
///     let weight = try file.floats("encoder.lstm.weight_ih_l0", shape: [2048, 256])
///
/// Opening checks the header against the size of the file and verifies its checksum; the data is
/// not read. Every read of a tensor verifies the checksum that our writer gave it, so that a
/// flipped bit is found wherever it is used. A file of version 1 has a single checksum of all its
/// bytes; its first read verifies the whole file.
public final class SafetensorsFile: Sendable {
  /// Which files are accepted.
  public enum Verification: Sendable {
    /// Only files with checksums: those of our writer.
    case required
    /// Files of other programs as well; checksums are verified where there are any.
    case ifPresent
  }

  /// A tensor and where its bytes lie.
  struct Entry: Sendable {
    /// Name, type and shape.
    let specification: TensorSpecification
    /// The bytes, counted from the start of the file.
    let range: Range<Int>
  }

  /// The path as it was given.
  public let path: String
  /// The tensors in the order of their bytes.
  public let tensors: [TensorSpecification]
  /// The texts of `__metadata__`, in the order of the file.
  public let metadata: [(key: String, value: String)]
  let file: TensorBytes
  let checksums: SafetensorsHeader.Checksums
  /// Whether a file of version 1 has been found intact.
  let isIntact = Mutex(false)
  private let entries: [String: Entry]

  /// Opens a file and validates its header.
  ///
  /// - Throws: `FileError` for whatever is wrong with it; never traps on its content.
  public convenience init(
    path: String, verification: Verification = .required
  ) throws(FileError) {
    let file = try FileDescriptor.reading(path)
    let status = try file.status()
    guard status.kind == .regular else { throw .malformed(path: path, "is not a regular file") }
    try self.init(.disk(file, count: status.size), verification)
  }

  /// Opens a file that is in memory, and validates its header.
  ///
  /// - Throws: as the other.
  package convenience init(
    _ file: MappedFile, verification: Verification = .required
  ) throws(FileError) {
    try self.init(.memory(file), verification)
  }

  private init(_ bytes: TensorBytes, _ verification: Verification) throws(FileError) {
    file = bytes
    path = bytes.path
    let header = try SafetensorsHeader(bytes)
    if case .none = header.checksums, verification == .required {
      throw .checksumMissing(path: path)
    }
    metadata = header.metadata
    tensors = header.entries.map(\.specification)
    entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.specification.name, $0) })
    checksums = header.checksums
  }

  /// The text of a key of `__metadata__`.
  public func metadata(_ key: String) -> String? {
    metadata.first { $0.key == key }?.value
  }

  /// Whether there is a tensor of this name.
  public func contains(_ name: String) -> Bool {
    entries[name] != nil
  }

  /// The tensor of this name, nil if there is none.
  package func specification(_ name: String) -> TensorSpecification? {
    entries[name]?.specification
  }

  /// The entry of a name.
  func entry(_ name: String) throws(FileError) -> Entry {
    guard let entry = entries[name] else { throw .missingEntry(path: path, name: name) }
    return entry
  }

  /// The entry of a name that holds floats of the shape, or 8-bit numbers with scales.
  func floatEntry(_ name: String, shape: [Int]?) throws(FileError) -> Entry {
    let entry = try entry(name)
    let found = entry.specification
    let expected = shape ?? found.shape
    let isScaled = found.element == .int8 && contains(Self.scaleName(of: name))
    guard found.element.isReadableAsFloat || isScaled, found.shape == expected else {
      throw .mismatchedEntry(
        path: path, name: name, expected: "floats of shape \(expected)",
        found: "\(found.element.rawValue) of shape \(found.shape)")
    }
    return entry
  }
}
