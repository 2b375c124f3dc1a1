import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit

/// The files of a model, NAME.textae, and those beside it during training.
package struct ModelDirectory: Sendable {
  package let path: String

  /// A directory at this path, which need not exist.
  package init(path: String) { self.path = path }

  /// The latest format that this program reads.
  package static let formatVersion = 4

  /// The earliest format that has what a model needs, so that earlier programs read what they can: 4
  /// with residual connections, 3 with 8-bit weights, else 2.
  static func formatVersion(isResidual: Bool, numbers: VectorNumber = .f32) -> Int {
    isResidual ? 4 : numbers == .int8 ? 3 : 2
  }

  package var configuration: String { path + "/config.json" }
  package var tokenizer: String { path + "/tokenizer.json" }
  package var weights: String { path + "/model.safetensors" }
  package var training: String { path + "/training.safetensors" }
  package var log: String { path + "/log.jsonl" }
  /// The post-processing of the model's vectors.
  package var postProcessing: String { PostProcessing.path(forModel: path) }
  /// The corpus as token ids.
  package var corpus: String { path + ".tokens" }
  /// The validation file as token ids.
  package var validation: String { path + ".validation.tokens" }
  /// The pairs of sentences as text, while a run tokenizes them.
  package var pairText: String { path + ".pairs.txt" }
  /// The pairs of sentences as token ids.
  package var pairs: String { path + ".pairs.tokens" }
  /// The vectors that the model a run began with gives to the corpus, while the run can go on.
  package var ownTeacher: String { path + ".teacher.npy" }
  /// The same of the validation file.
  package var validationTeacher: String { path + ".validation.teacher.npy" }
  /// The model of a first stage of training, until the run itself has a checkpoint.
  package var firstStage: ModelDirectory { ModelDirectory(path: path + "/first-stage") }
  /// The model that a run began with, until the run ends.
  package var beginning: ModelDirectory { ModelDirectory(path: path + "/beginning") }

  /// Creates the directory unless it exists.
  package func create() throws(FileError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as? CocoaError)?.underlying as? POSIXError
      throw FileError(code: cause?.code.rawValue ?? EACCES, path: path, operation: "make")
    }
  }

  /// Whether it has a model or a checkpoint.
  package var isOccupied: Bool {
    [configuration, weights, training].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// Removes the files of a run, and the directory if nothing else is in it.
  package func remove() {
    clear()
    guard (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == true else {
      return
    }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Removes the files of an earlier run.
  package func clear() {
    if FileManager.default.fileExists(atPath: beginning.path) { beginning.remove() }
    for file in [configuration, tokenizer, weights, training, log, postProcessing] {
      // Ignores errors: a missing file is fine, and one that cannot be removed fails when it is
      // written.
      try? FileManager.default.removeItem(atPath: file)
    }
  }
}
