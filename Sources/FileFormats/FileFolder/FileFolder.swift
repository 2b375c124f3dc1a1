/// A folder of files, on disk or compiled into the program.
///
///     let folder = FileFolder(path: "reviews.textae")
///     let tokenizer = try folder.map("tokenizer.json")
///
/// What reads a model reads it from such a folder, so it does not matter where the model is.
package struct FileFolder: Sendable {
  /// The path, or the name of a folder that is not on disk.
  package let path: String
  /// The files that are compiled in, by their paths in the folder; nil for a folder on disk.
  private let files: [String: EmbeddedFile]?

  /// A folder on disk, which need not exist.
  package init(path: String) {
    self.path = path
    files = nil
  }

  /// A folder of files that are compiled in; `name` is for messages.
  package init(name: String, files: [EmbeddedFile]) {
    path = name
    self.files = Dictionary(
      files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether it is compiled in.
  package var isEmbedded: Bool { files != nil }

  /// The path of a file, for messages and for what is only ever on disk.
  package func path(of name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }

  /// Whether there is a file of this name.
  package func contains(_ name: String) -> Bool {
    files.map { $0[name] != nil } ?? (FileDescriptor.status(of: path(of: name)) != nil)
  }

  /// The size of all files that are compiled in; 0 for a folder on disk.
  package var byteCount: Int { files?.values.reduce(0) { $0 + $1.count } ?? 0 }

  /// A file, mapped into memory; one that is compiled in is there already.
  ///
  /// - Throws: `FileError` if it is missing or not readable.
  package func map(_ name: String) throws(FileError) -> MappedFile {
    guard let files else { return try MappedFile(path: path(of: name)) }
    guard let file = files[name] else { throw .notFound(path: path(of: name)) }
    return MappedFile(file, path: path(of: name))
  }

  /// Writes a copy of a file in one step, in place of what is at `path`.
  ///
  /// - Throws: `FileError` if it is missing, not readable, or cannot be written.
  package func copy(_ name: String, to path: String) throws(FileError) {
    let source = try map(name)
    let output = try AtomicFile(path: path, existing: .replace)
    try source.withBytes(0..<source.count) { bytes throws(FileError) in try output.write(bytes) }
    try output.commit()
  }

  /// A file of tensors, with checksums.
  ///
  /// - Throws: `FileError` for whatever is wrong with it.
  package func tensors(_ name: String) throws(FileError) -> SafetensorsFile {
    guard isEmbedded else { return try SafetensorsFile(path: path(of: name)) }
    return try SafetensorsFile(map(name))
  }
}
