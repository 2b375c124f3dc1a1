import FileFormats
import Foundation

/// Runs set aside in one temporary file, which is unlinked as soon as it is made.
final class RunFile {
  let file: FileDescriptor
  /// Where each run is.
  private(set) var runs: [Range<Int>] = []
  private var end = 0

  /// Makes an empty file on the disk of an output; nil is that of temporary files.
  init(besides path: String?) throws(FileError) {
    let stem = path ?? FileManager.default.temporaryDirectory.appendingPathComponent("runs").path
    let name = "\(stem).\(UUID().uuidString).tmp"
    file = try FileDescriptor.opened(
      name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, operation: "create", shownAs: path)
    FileDescriptor.remove(name)
  }

  func append(_ run: PostingRun) throws(FileError) {
    let start = end
    try run.forEachPiece { (piece) throws(FileError) in
      try file.write(piece.span, at: end)
      end += piece.count
    }
    runs.append(start..<end)
  }
}
