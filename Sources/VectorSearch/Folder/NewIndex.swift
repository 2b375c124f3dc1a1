import FileFormats

/// The folder that a new index is written to: one beside its path until it is complete, or the index
/// itself that it replaces.
///
/// Whatever was written is removed again unless `commit` came to its end.
final class NewIndex {
  /// Where the files are written.
  let folder: String
  private let path: String
  private let existing: OverwritePolicy
  /// Whether an index is replaced.
  let replaces: Bool
  /// The number of the first file.
  private let firstFile: Int
  /// Held until the index is complete.
  private var lock: FileDescriptor?
  private var isFinished = false

  /// Begins an index.
  ///
  /// - Throws: `FileError` if the output cannot be created; `IndexError.busy` if an index is to be
  ///   replaced while another program changes it.
  init(path: String, existing: OverwritePolicy) throws {
    try Self.checkTarget(path, existing)
    self.path = path
    self.existing = existing
    replaces = IndexFolder.isIndex(path)
    if replaces {
      folder = path
      lock = try IndexFolder.lock(path)
      firstFile = IndexFolder.nextFile(in: path)
    } else {
      let temporary = try TemporaryIndex.make(for: path)
      (folder, lock) = (temporary.path, temporary.lock)
      firstFile = 1
    }
  }

  deinit {
    guard !isFinished else { return }
    if replaces {
      IndexFolder.removeFiles(of: path, from: firstFile)
    } else {
      TemporaryIndex.discard(folder)
    }
  }

  /// Throws unless there may be an index at a path.
  static func checkTarget(_ path: String, _ existing: OverwritePolicy) throws(FileError) {
    if path.isEmpty { throw .notFound(path: path) }
    guard let status = FileDescriptor.status(of: path) else { return }
    guard existing == .replace else { throw .alreadyExists(path: path) }
    switch status.kind {
    case .directory where !IndexFolder.isIndex(path): throw .isDirectory(path: path)
    case .other: throw .notSeekable(path: path)
    case .directory, .regular: break
    }
  }

  /// A manifest without segments, which names the next files.
  func manifest(_ design: IndexDesign) -> IndexManifest {
    var manifest = IndexManifest(design: design)
    manifest.nextFile = firstFile
    return manifest
  }

  /// The path of a file of the index.
  func file(_ name: String) -> String { folder + "/" + name }

  /// Does a part of the work; errors name the index instead of the folder in which it grows.
  func work<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch {
      throw replaces ? error : TemporaryIndex.renamed(error, in: folder, to: path)
    }
  }

  /// Makes the index what the manifest says and gives it its name.
  ///
  /// - Throws: `FileError`.
  func commit(_ manifest: IndexManifest) throws {
    try work { try manifest.write(to: folder) }
    if replaces {
      IndexFolder.removeSpares(path, keeping: manifest)
    } else {
      try Self.checkTarget(path, existing)
      // It came in the meantime, so nobody meant it to be replaced.
      if IndexFolder.isIndex(path) { throw FileError.alreadyExists(path: path) }
      try TemporaryIndex.install(folder, as: path)
    }
    isFinished = true
    lock = nil
  }
}

extension IndexManifest {
  /// Makes the index consist of what the manifest says.
  func write(to folder: String) throws(FileError) {
    let path = folder + "/" + Self.fileName
    let bytes = bytes
    guard bytes.count <= Self.maximumBytes else {
      throw .unwritable(
        path: path, value: "\(bytes.count) bytes", reason: "the names of the columns are too long")
    }
    let file = try AtomicFile(path: path, existing: .replace)
    try file.write(bytes)
    try file.commit()
  }
}
