import CommandLineKit
import FileFormats

extension ErrorRenderer {
  /// Bad content is bad data; whatever keeps a file from being opened or written is a failure.
  static func failure(_ error: FileError) -> CommandFailure {
    if case .mismatchedEntry(let path, "model_checksum", _, _) = error {
      return CommandFailure(
        "fitted to another model, or to this one before it was trained further", at: path,
        advice: "fit it again with 'textae postprocess fit'", exitStatus: .badData)
    }
    return CommandFailure(
      "\(error)", advice: advice(error), exitStatus: error.isBadData ? .badData : .failed)
  }

  private static func advice(_ error: FileError) -> String? {
    switch error {
    case .notFound: "check the spelling"
    case .isDirectory: "give a file"
    case .permissionDenied: "check the permissions of the file and its folder"
    case .alreadyExists: "--overwrite replaces it"
    case .noSpace: "nothing was replaced; free some space and try again"
    case .notSeekable: "write this format to a regular file"
    case .decompression:
      "the file may be damaged or cut short; plain text needs a name without that ending"
    case .missingProgram(_, let program): "install \(program), or decompress the file elsewhere"
    case .compressedPipe(_, let compression):
      "pass it through \(compression.command.joined(separator: " ")) first"
    case .foreign(_, let format, let purpose): advice(format, for: purpose)
    case .lineTooLong:
      "give a text with one sentence per line; fold -s -w 500 in.txt > out.txt cuts lines at spaces"
    case .notUTF8: "convert the file, for example with iconv"
    case .badRow:
      "correct the row, or leave such rows out with --skip-bad-rows (of vectors: in 'textae export' "
        + "and 'textae index build')"
    case .truncated: "make the file again"
    case .unsupportedVersion: "update textae"
    case .checksumMismatch, .checksumMissing: "restore the file or make it again"
    case .system, .malformed, .missingEntry, .mismatchedEntry, .unwritable: nil
    }
  }
}
