import Foundation

extension FileError: CustomStringConvertible, LocalizedError {
  /// Where it happened and what, as a clause.
  public var description: String { "\(place): \(event)" }

  /// The same text for `localizedDescription` of Foundation.
  public var errorDescription: String? { description }

  /// The file, and the line where one is known.
  private var place: String {
    switch self {
    case .notFound(let path), .isDirectory(let path), .permissionDenied(let path),
      .alreadyExists(let path), .noSpace(let path), .notSeekable(let path),
      .system(let path, _, _), .decompression(let path, _, _), .missingProgram(let path, _),
      .compressedPipe(let path, _),
      .foreign(let path, _, _), .truncated(let path, _, _),
      .malformed(let path, nil, _), .badRow(let path, nil, _), .unsupportedVersion(let path, _, _),
      .checksumMismatch(let path), .checksumMissing(let path), .missingEntry(let path, _),
      .mismatchedEntry(let path, _, _, _), .unwritable(let path, _, _):
      path
    case .lineTooLong(let path, let line, _), .malformed(let path, let line?, _),
      .badRow(let path, let line?, _), .notUTF8(let path, let line):
      "\(path), line \(line)"
    }
  }

  /// What happened, without the place.
  package var event: String {
    switch self {
    case .notFound: "no such file or folder"
    case .isDirectory: "a folder, where a file is needed"
    case .permissionDenied: "permission denied"
    case .alreadyExists: "the file exists"
    case .noSpace: "no space left to write"
    case .notSeekable: "a pipe or a device, where a regular file is needed"
    case .system(_, let operation, let code): "cannot \(operation): \(Self.systemMessage(code))"
    case .decompression(_, let program, let message):
      "\(program) cannot decompress it: \(message)"
    case .missingProgram(_, let program): "\(program), which decompresses it, is not installed"
    default: contentEvent
    }
  }

  private var contentEvent: String {
    switch self {
    case .compressedPipe(_, let compression): "compressed with \(compression), in a pipe"
    case .foreign(_, let format, let purpose): "is \(format), and not \(purpose)"
    case .lineTooLong(_, _, let limit): "longer than \(limit) bytes"
    case .notUTF8: "not valid UTF-8"
    case .truncated(_, let expected, let found): "cut short at \(found) of \(expected) bytes"
    case .malformed(_, _, let reason), .badRow(_, _, let reason): reason
    case .unsupportedVersion(_, let found, let supported):
      "written in format \(found), but only formats up to \(supported) can be read"
    case .checksumMismatch: "damaged: the checksum does not match the content"
    case .checksumMissing: "no checksum, so it is damaged or comes from another program"
    case .missingEntry(_, let name): "no entry named \(name)"
    case .mismatchedEntry(_, let name, let expected, let found):
      "entry \(name) is \(found), but must be \(expected)"
    case .unwritable(_, let value, let reason): "cannot hold \"\(value)\": \(reason)"
    default: "the file cannot be used"
    }
  }
}
