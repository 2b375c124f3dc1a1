import AutoencoderModel
import CommandLineKit
import DataStructures
import FileFormats
import Foundation

/// The sizes of the files in a model folder, most of which may be the checkpoint.
struct RunFiles {
  private let path: String
  private var checkpointPath: String { ModelDirectory(path: path).training }

  /// The files of the model at `path`.
  init(_ path: String) { self.path = path }

  /// All files of the folder together, in bytes.
  var bytes: Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.reduce(0) { $0 + size("\(path)/\($1)") }
  }

  /// The checkpoint, in bytes; 0 if there is none.
  var checkpointBytes: Int { size(checkpointPath) }

  /// Deletes the checkpoint, without which the run cannot be resumed.
  func deleteCheckpoint() throws {
    try FileManager.default.removeItem(atPath: checkpointPath)
  }

  /// The sizes, for the user.
  var summary: String {
    let checkpoint = checkpointBytes
    let all = "\(path): \(TextFormat.size(bytes))"
    return checkpoint == 0
      ? "\(all); without a checkpoint, --resume is not possible"
      : "\(all), of which \(TextFormat.size(checkpoint)) are the checkpoint for --resume; "
        + "--discard-checkpoint deletes it"
  }

  private func size(_ path: String) -> Int {
    FileDescriptor.status(of: path).map { Int(clamping: $0.size) } ?? 0
  }
}
