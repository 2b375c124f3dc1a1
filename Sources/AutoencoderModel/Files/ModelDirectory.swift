import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit

/// The files of a model, NAME.textae, and what stands beside it while it is trained.
package struct ModelDirectory: Sendable {
  package let path: String

  /// A directory of this path, which need not be there.
  package init(path: String) { self.path = path }

  /// The latest format of the directory that this program reads and writes.
  package static let formatVersion = 2

  package var configuration: String { path + "/config.json" }
  package var tokenizer: String { path + "/tokenizer.json" }
  package var weights: String { path + "/model.safetensors" }
  package var training: String { path + "/training.safetensors" }
  package var log: String { path + "/log.jsonl" }
  /// What is done to the vectors of the model.
  package var postProcessing: String { PostProcessing.path(forModel: path) }
  /// The corpus as token ids.
  package var corpus: String { path + ".tokens" }
  /// The validation file as token ids.
  package var validation: String { path + ".validation.tokens" }

  /// Makes the directory; it may exist.
  package func create() throws(FileError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as? CocoaError)?.underlying as? POSIXError
      throw FileError(code: cause?.code.rawValue ?? EACCES, path: path, operation: "make")
    }
  }

  /// Whether there is a model or a checkpoint.
  package var isOccupied: Bool {
    [configuration, weights, training].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// Removes what a run leaves, so that another can begin.
  package func clear() {
    for file in [configuration, tokenizer, weights, training, log, postProcessing] {
      // What is not there need not be removed; what cannot be is found when it is written.
      try? FileManager.default.removeItem(atPath: file)
    }
  }
}
