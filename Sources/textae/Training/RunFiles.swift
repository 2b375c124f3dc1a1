import AutoencoderModel
import CommandLineKit
import DataStructures
import FileFormats
import Foundation

/// The files of a run: a model folder, most of which may be the checkpoint, and token ids beside it.
struct RunFiles {
  private let directory: ModelDirectory
  private var path: String { directory.path }

  /// The files of the model at `path`.
  init(_ path: String) { directory = ModelDirectory(path: path) }

  /// All files of the folder together, in bytes.
  var bytes: Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.reduce(0) { $0 + size("\(path)/\($1)") }
  }

  /// The checkpoint, in bytes; 0 if there is none.
  var checkpointBytes: Int { size(directory.training) }

  /// Deletes the checkpoint and what else only a resumed run needs; returns what was deleted, in bytes.
  func deleteCheckpoint() -> Int {
    let files = [
      directory.training, directory.corpus, directory.validation, directory.pairs,
      directory.ownTeacher, directory.validationTeacher,
    ]
    let bytes = files.reduce(0) { $0 + size($1) }
    for file in files { FileDescriptor.remove(file) }
    return bytes
  }

  /// The size of all files, for the user.
  var total: String { "\(path): \(TextFormat.size(bytes))" }

  /// The sizes, for the user; `deleted` is what `deleteCheckpoint` returned, nil if it was not called.
  func summary(deleted: Int?) -> String {
    if let deleted {
      return "\(total); deleted \(TextFormat.size(deleted)) that only --resume needs "
        + "(--keep-checkpoint keeps them); more training begins with --init \(path)"
    }
    return
      "\(total), of which \(TextFormat.size(checkpointBytes)) are the checkpoint for --resume; "
      + "--no-keep-checkpoint deletes it"
  }

  private func size(_ path: String) -> Int {
    FileDescriptor.status(of: path).map { Int(clamping: $0.size) } ?? 0
  }
}
