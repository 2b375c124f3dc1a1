import FileFormats

/// Functions on paths.
enum Paths {
  static func isFolder(_ path: String) -> Bool {
    FileDescriptor.status(of: path)?.kind == .directory
  }

  /// The path without trailing slashes, except for the root.
  static func withoutFinalSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  static func exists(_ path: String) -> Bool {
    FileDescriptor.status(of: path) != nil
  }
}
