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
  private let replaces: Bool
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
      // File names go on, so that no name stands for two contents.
      firstFile = (try? IndexManifest(folder: path))?.nextFile ?? 1
    } else {
      let temporary = try TemporaryIndex.make(for: path)
      (folder, lock) = (temporary.path, temporary.lock)
      firstFile = 1
    }
  }

  deinit {
    guard !isFinished else { return }
    if replaces {
      IndexFolder.removeSpares(path, keeping: try? IndexManifest(folder: path))
    } else {
      TemporaryIndex.remove(folder)
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

  /// Makes the index what the manifest says and gives it its name.
  ///
  /// - Throws: `FileError`.
  func commit(_ manifest: IndexManifest) throws {
    try manifest.write(to: folder)
    if replaces {
      IndexFolder.removeSpares(path, keeping: manifest)
    } else {
      try Self.checkTarget(path, existing)
      try TemporaryIndex.install(folder, as: path)
    }
    isFinished = true
    lock = nil
  }
}

extension IndexManifest {
  /// Makes the index consist of what the manifest says.
  func write(to folder: String) throws(FileError) {
    let file = try AtomicFile(path: folder + "/" + Self.fileName, existing: .replace)
    try file.write(bytes)
    try file.commit()
  }
}
