/// What went wrong with a file: always which file, and the facts that tell the user what to do.
///
/// The same type serves every format of this module, so that one `catch` renders them all.
public enum FileError: Error, Equatable, Sendable {
  /// There is no such file, or a folder on the way to it is missing.
  case notFound(path: String)
  /// The path is a folder, and a file is needed.
  case isDirectory(path: String)
  /// The system refuses to read or write the file.
  case permissionDenied(path: String)
  /// The output exists and was not to be replaced.
  case alreadyExists(path: String)
  /// The disk, the quota or the size limit of the process is used up.
  case noSpace(path: String)
  /// The output cannot be rewritten at its start, because it is a pipe or a device.
  case notSeekable(path: String)
  /// Any other failure of the system, with its `errno`.
  case system(path: String, operation: String, code: Int32)
  /// The child process that decompresses the file failed.
  case decompression(path: String, message: String)
  /// A line longer than a reader accepts.
  case lineTooLong(path: String, line: Int, limit: Int)
  /// The file ends before what its header promises.
  case truncated(path: String, expected: Int, found: Int)
  /// The bytes do not follow the format; `line` where the format has lines, counted from 1.
  case malformed(path: String, line: Int?, reason: String)
  /// A newer program wrote the file.
  case unsupportedVersion(path: String, found: String, supported: String)
  /// The bytes are not those that were written.
  case checksumMismatch(path: String)
  /// The file carries no checksum although one is required.
  case checksumMissing(path: String)
  /// The file has no entry of this name.
  case missingEntry(path: String, name: String)
  /// An entry exists, but not with the shape or type that is needed.
  case mismatchedEntry(path: String, name: String, expected: String, found: String)
  /// A name or field that the format cannot hold.
  case unwritable(path: String, value: String, reason: String)
}

extension FileError {
  /// The error for text in another encoding.
  package static func invalidUTF8(path: String, line: Int) -> FileError {
    .malformed(
      path: path, line: line, reason: "not valid UTF-8; convert the file, for example with iconv")
  }

  /// Whether the content is at fault, and not the system or the way the file was named.
  public var isBadData: Bool {
    switch self {
    case .notFound, .isDirectory, .permissionDenied, .alreadyExists, .noSpace, .notSeekable,
      .system, .unwritable:
      false
    case .decompression, .lineTooLong, .truncated, .malformed, .unsupportedVersion,
      .checksumMismatch, .checksumMissing, .missingEntry, .mismatchedEntry:
      true
    }
  }
}
