import FileFormats

/// The path of a model, with what is needed to recognize its type.
struct ModelLocation: Sendable {
  let path: String
  /// Whether it is a folder; if not, it is a file or does not exist.
  let isFolder: Bool
  /// The kind stated by `config.json` in the folder.
  let kind: String?

  /// The key is `kind`, in older files `model_type` (LSA) or `format` (autoencoders).
  private static let keys = ["kind", "model_type", "format"]

  /// Inspects a path.
  ///
  /// - Throws: `FileError` if there is a `config.json` that cannot be read.
  init(path: String) throws(FileError) {
    self.path = path
    isFolder = FileDescriptor.status(of: path)?.kind == .directory
    let file = path + "/config.json"
    guard isFolder, FileDescriptor.status(of: file) != nil else {
      kind = nil
      return
    }
    let config = try JSONValue(contentsOf: file, limit: 1 << 20)
    kind = Self.keys.lazy.compactMap { config[$0]?.text }.first
  }
}
