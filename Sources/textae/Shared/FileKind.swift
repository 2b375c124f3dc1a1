import FileFormats

/// What stands under a path.
enum FileKind {
  static func isFolder(_ path: String) -> Bool {
    FileDescriptor.status(of: path)?.kind == .directory
  }

  static func exists(_ path: String) -> Bool {
    FileDescriptor.status(of: path) != nil
  }
}
