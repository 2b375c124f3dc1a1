import FileFormats
import Tokenization

/// The files of a trained model, opened and compared with each other before memory is taken for weights.
struct ModelFiles {
  let configuration: ModelConfiguration
  let tokenizer: Tokenizer
  let weights: SafetensorsFile
  /// Tells this model from any other: a checksum of its weights and its tokenizer.
  let checksum: UInt64

  /// Opens the files of a directory.
  ///
  /// - Throws: `FileError` and `AutoencoderError` for files that are missing, damaged or do not fit.
  init(_ directory: ModelDirectory) throws {
    configuration = try ModelConfiguration.read(directory.configuration)
    weights = try SafetensorsFile(path: directory.weights)
    tokenizer = try Tokenizer(contentsOf: directory.tokenizer)
    let architecture = configuration.architecture
    guard tokenizer.vocabularySize == architecture.vocabularySize else {
      throw AutoencoderError.inconsistentModel(
        path: directory.tokenizer,
        reason: "has \(tokenizer.vocabularySize) tokens, but the model "
          + "\(architecture.vocabularySize)")
    }
    // The weights are there, the sizes are only claimed.
    let weightCount = weights.tensors.reduce(0) { $0 + ($1.count ?? 0) }
    let expected = configuration.training.parameterCount(
      architecture, bagSize: configuration.training.stems(of: tokenizer)?.count)
    guard weightCount == expected else {
      throw AutoencoderError.inconsistentModel(
        path: directory.configuration,
        reason: "its settings make \(expected) weights, and there are \(weightCount)")
    }
    var sum = Checksum()
    sum.update(Array((weights.metadata("checksum") ?? "").utf8))
    sum.update(Array(String(tokenizer.checksum).utf8))
    checksum = sum.value
  }
}
