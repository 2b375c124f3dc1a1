import Foundation

extension FileError: CustomStringConvertible, LocalizedError {
  /// What happened, where, and what to do about it, in a sentence or two.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file or folder. Check the spelling."
    case .isDirectory(let path):
      "\(path) is a folder; a file is needed here."
    case .permissionDenied(let path):
      "\(path): permission denied. Check the rights of the file and of its folder."
    case .alreadyExists(let path):
      "\(path) exists already. Choose another name, or ask for it to be overwritten."
    case .noSpace(let path):
      "\(path): no space left to write. Nothing was replaced; free some space and try again."
    case .notSeekable(let path):
      "\(path) is a pipe or a device, and this format must be written to a regular file."
    case .system(let path, let operation, let code):
      "\(path): cannot \(operation): \(Self.systemMessage(code))."
    case .decompression(let path, let message):
      "\(path): gzip cannot decompress it: \(message). The file may be damaged or cut short."
    default:
      contentDescription
    }
  }

  /// The same text for `localizedDescription` of Foundation.
  public var errorDescription: String? { description }

  private var contentDescription: String {
    switch self {
    case .lineTooLong(let path, let line, let limit):
      "\(path), line \(line): longer than \(limit) bytes. Split it into one sentence a line."
    case .truncated(let path, let expected, let found):
      "\(path): cut short: \(expected) bytes are needed and \(found) are there. Make it again."
    case .malformed(let path, let line?, let reason):
      "\(path), line \(line): \(reason)."
    case .malformed(let path, nil, let reason):
      "\(path): \(reason)."
    case .unsupportedVersion(let path, let found, let supported):
      "\(path): made by a newer version (format \(found); this program reads up to "
        + "\(supported)). Update this program."
    case .checksumMismatch(let path):
      "\(path): damaged: its checksum does not match its content. Restore it or make it again."
    case .checksumMissing(let path):
      "\(path): carries no checksum, so it was not written by this program or is damaged."
    case .missingEntry(let path, let name):
      "\(path): has no entry named \(name)."
    case .mismatchedEntry(let path, let name, let expected, let found):
      "\(path): entry \(name) is \(found); \(expected) is needed."
    case .unwritable(let path, let value, let reason):
      "\(path): cannot hold \"\(value)\": \(reason)."
    default:
      "the file cannot be used."
    }
  }
}
