import Foundation

extension FileError {
  /// The error for a value of `errno` after `operation` on `path`.
  package init(code: Int32, path: String, operation: String) {
    switch code {
    case ENOENT, ENOTDIR: self = .notFound(path: path)
    case EISDIR: self = .isDirectory(path: path)
    case EACCES, EPERM, EROFS: self = .permissionDenied(path: path)
    case EEXIST: self = .alreadyExists(path: path)
    case ENOSPC, EFBIG, EDQUOT: self = .noSpace(path: path)
    default: self = .system(path: path, operation: operation, code: code)
    }
  }

  static func systemMessage(_ code: Int32) -> String {
    // The string belongs to the C library and is copied at once.
    guard let message = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: message)
  }
}
