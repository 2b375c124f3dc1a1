import FileFormats

extension Tokenizer {
  /// Reads `tokenizer.json`.
  ///
  /// - Throws: `FileError` if it cannot be read or is not JSON, `TokenizerError` if it is not a
  ///   tokenizer or has parts that this library does not support.
  public init(contentsOf path: String) throws {
    self.init(core: try TokenizerReader(path: path).core())
  }

  /// Reads the content of a `tokenizer.json` that is kept elsewhere; `path` is for messages.
  package init(parsing bytes: [UInt8], path: String) throws {
    self.init(core: try TokenizerReader(parsing: bytes, path: path).core())
  }

  /// Reads a `tokenizer.json` that is in memory.
  ///
  /// - Throws: as the other.
  package init(_ file: MappedFile) throws {
    try self.init(parsing: JSONParser.bytes(of: file), path: file.path)
  }

  /// Writes `tokenizer.json`, beside its destination and then renamed into place.
  ///
  /// - Throws: `FileError` if the file cannot be written.
  public func write(to path: String, existing: OverwritePolicy = .replace) throws(FileError) {
    let file = try AtomicFile(path: path, existing: existing)
    try file.write(TokenizerFile.bytes(of: core))
    try file.commit()
  }
}
