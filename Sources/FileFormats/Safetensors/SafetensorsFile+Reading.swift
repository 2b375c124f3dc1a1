extension SafetensorsFile {
  /// The bytes of a tensor as they are in the file.
  ///
  /// - Throws: `FileError.missingEntry`, or `checksumMismatch` if they are damaged.
  public func bytes(_ name: String) throws(FileError) -> [UInt8] {
    try bytes(of: entry(name))
  }

  /// The numbers of a tensor in single precision, converted if it has another kind of float, or
  /// 8-bit numbers with scales.
  ///
  /// If a shape is given, the tensor must have it. With `requireFinite`, NaN and infinities are
  /// refused.
  /// - Throws: `FileError.missingEntry` or `mismatchedEntry`; `checksumMismatch` or `malformed` if
  ///   the content is at fault.
  public func floats(
    _ name: String, shape: [Int]? = nil, requireFinite: Bool = false
  ) throws(FileError) -> [Float] {
    let entry = try floatEntry(name, shape: shape)
    let element = entry.specification.element
    if element == .float32 { return try float32s(of: entry, requireFinite: requireFinite) }
    if StoredRows.elements.contains(element) {
      return try decodedRows(of: entry, requireFinite: requireFinite)
    }
    let bytes = try bytes(of: entry)
    let values = stride(from: 0, to: bytes.count, by: element.byteCount).map { index in
      Float(Double(bitPattern: bytes.littleEndian(at: index, bytes: element.byteCount)))
    }
    if requireFinite, !values.allSatisfy(\.isFinite) { throw notFinite(entry) }
    return values
  }

  /// Verifies all tensors, which reads the whole file.
  ///
  /// Files of other programs carry no checksums; nothing is found wrong with them.
  ///
  /// - Throws: `FileError.checksumMismatch`.
  public func verify() throws(FileError) {
    for tensor in tensors { try scan(entry(tensor.name), requireFinite: false) }
  }

  /// The error for a tensor with NaN or an infinity in it.
  func notFinite(_ entry: Entry) -> FileError {
    .malformed(path: path, "\(entry.specification.name) has numbers that are not finite")
  }
}
