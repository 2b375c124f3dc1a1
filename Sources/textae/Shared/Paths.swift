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

  /// What stands after the last slash.
  static func lastPart(_ path: String) -> String {
    let path = withoutFinalSlashes(path)
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  static func exists(_ path: String) -> Bool {
    FileDescriptor.status(of: path) != nil
  }
}
