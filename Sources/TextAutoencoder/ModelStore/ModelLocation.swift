import EnglishModel
import FileFormats

/// The path of a model, or the name of one that comes with the package, with what is needed to
/// recognize its type.
struct ModelLocation: Sendable {
  let path: String
  /// The folder, on disk or compiled in; nil if it is a file or does not exist.
  let folder: FileFolder?
  /// The kind stated by `config.json` in the folder.
  let kind: String?

  /// Whether it is a folder.
  var isFolder: Bool { folder != nil }

  /// The key is `kind`, in older files `model_type` (LSA) or `format` (autoencoders).
  private static let keys = ["kind", "model_type", "format"]

  /// Inspects a path; what is on disk wins over what comes with the package.
  ///
  /// - Throws: `FileError` if there is a `config.json` that cannot be read.
  init(path: String) throws(FileError) {
    self.path = path
    switch FileDescriptor.status(of: path)?.kind {
    case .directory: folder = FileFolder(path: path)
    case nil: folder = ModelInTheBox.folder(named: path)
    default: folder = nil
    }
    guard let folder, folder.contains("config.json") else {
      kind = nil
      return
    }
    let config = try JSONValue(folder.map("config.json"), limit: 1 << 20)
    kind = Self.keys.lazy.compactMap { config[$0]?.text }.first
  }

  /// Whether there is something at a path, or a model of that name comes with the package.
  static func exists(_ path: String) -> Bool {
    FileDescriptor.status(of: path) != nil || ModelInTheBox.folder(named: path) != nil
  }
}
