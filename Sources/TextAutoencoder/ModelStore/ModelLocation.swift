import FileFormats

/// What is at the path of a model, as far as it takes to recognize its type.
struct ModelLocation: Sendable {
  let path: String
  /// Whether it is a folder; if not, it is a file or nothing.
  let isFolder: Bool
  /// What `config.json` in the folder says that it is.
  let kind: String?

  /// Files say it by `kind`; older ones of LSA by `model_type`, of autoencoders by `format`.
  private static let keys = ["kind", "model_type", "format"]

  /// Looks at a path.
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
