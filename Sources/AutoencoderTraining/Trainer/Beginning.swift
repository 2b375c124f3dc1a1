import AutoencoderModel
import FileFormats
import Foundation
import SentenceEmbedding

/// The model that a run began with, as it was before its vocabulary grew.
///
/// A copy of it is beside the checkpoint while the run can go on, because the model may be gone by the
/// time the run ends. If no weights were better, the run ends with that copy: a model with grown tokens
/// that have learned nothing would be worse.
struct Beginning {
  private let output: ModelDirectory

  /// That of the run that writes to `output`.
  init(of output: ModelDirectory) { self.output = output }

  /// The files that make a model, the weights last: a folder without them is no model.
  private static let names = [
    "config.json", "tokenizer.json", "log.jsonl", PostProcessing.fileName(), "model.safetensors",
  ]

  /// Copies a model, when a run begins.
  func keep(_ model: FileFolder) throws(FileError) {
    try output.beginning.create()
    try copy(model, to: output.beginning)
  }

  /// Whether there is a copy.
  var isKept: Bool { FileManager.default.fileExists(atPath: output.beginning.weights) }

  /// The model.
  func model() throws -> PretrainedModel {
    try PretrainedModel(FileFolder(path: output.beginning.path))
  }

  /// Makes the output that model again, without a checkpoint, which belongs to other tokens.
  func restore() throws(FileError) {
    for path in [output.training, output.weights, output.log, output.postProcessing] {
      FileDescriptor.remove(path)
    }
    try copy(FileFolder(path: output.beginning.path), to: output)
    remove()
  }

  /// Removes the copy.
  func remove() { output.beginning.remove() }

  private func copy(_ model: FileFolder, to target: ModelDirectory) throws(FileError) {
    for name in Self.names where model.contains(name) {
      try model.copy(name, to: target.path + "/" + name)
    }
  }
}
