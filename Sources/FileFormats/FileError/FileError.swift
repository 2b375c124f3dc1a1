/// Why a file cannot be read or written: always which file, and facts about the reason.
///
/// One type serves every format of this module, so that one `catch` handles them all.
public enum FileError: Error, Equatable, Sendable {
  /// There is no such file, or a folder on its path is missing.
  case notFound(path: String)
  /// The path names a folder, where a file is needed.
  case isDirectory(path: String)
  /// The system refuses to read or write the file.
  case permissionDenied(path: String)
  /// The output exists and must not be replaced.
  case alreadyExists(path: String)
  /// The disk, the quota or the size limit of the process is used up.
  case noSpace(path: String)
  /// The start of the output cannot be rewritten, because it is a pipe or a device.
  case notSeekable(path: String)
  /// Any other failure of the system, with its `errno`.
  case system(path: String, operation: String, code: Int32)
  /// The child process that decompresses the file failed.
  case decompression(path: String, program: String, message: String)
  /// The program that decompresses the file is not installed.
  case missingProgram(path: String, program: String)
  /// Compressed data that comes through a pipe, so that it cannot be handed to a program.
  case compressedPipe(path: String, compression: Compression)
  /// A format that is not read for this purpose.
  case foreign(path: String, format: ForeignFormat, purpose: ForeignFormat.Purpose)
  /// A line longer than a reader accepts.
  case lineTooLong(path: String, line: Int, limit: Int)
  /// The file is shorter than its header says.
  case truncated(path: String, expected: Int, found: Int)
  /// A line that is not UTF-8, counted from 1.
  case notUTF8(path: String, line: Int)
  /// The bytes do not follow the format; `line` where the format has lines, counted from 1.
  case malformed(path: String, line: Int?, reason: String)
  /// A row that cannot be read, although those behind it can; `line` is counted from 1.
  case badRow(path: String, line: Int?, reason: String)
  /// A newer program wrote the file.
  case unsupportedVersion(path: String, found: String, supported: String)
  /// The bytes differ from those that were written.
  case checksumMismatch(path: String)
  /// The file has no checksum, but one is required.
  case checksumMissing(path: String)
  /// The file has no entry of this name.
  case missingEntry(path: String, name: String)
  /// An entry has not the shape, type or value that is needed.
  case mismatchedEntry(path: String, name: String, expected: String, found: String)
  /// A name or field that the format cannot hold.
  case unwritable(path: String, value: String, reason: String)
}

extension FileError {
  /// Whether the content is at fault, and not the system or the way the file was named.
  public var isBadData: Bool {
    switch self {
    case .notFound, .isDirectory, .permissionDenied, .alreadyExists, .noSpace, .notSeekable,
      .system, .unwritable, .missingProgram:
      false
    case .decompression, .compressedPipe, .foreign, .lineTooLong, .notUTF8, .truncated, .malformed,
      .badRow,
      .unsupportedVersion,
      .checksumMismatch, .checksumMissing, .missingEntry, .mismatchedEntry:
      true
    }
  }
}
