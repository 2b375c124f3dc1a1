import FileFormats
import NeuralLayers
import Tokenization

/// The files of a trained model, opened and checked before memory is allocated for weights.
package struct ModelFiles: Sendable {
  package let configuration: ModelConfiguration
  package let tokenizer: Tokenizer
  package let weights: SafetensorsFile
  /// Identifies the model: a checksum of its weights and its tokenizer.
  package let checksum: UInt64

  /// Opens the files of a directory.
  ///
  /// - Throws: `FileError` and `AutoencoderError` if files are missing, damaged or inconsistent.
  package init(_ directory: ModelDirectory) throws {
    try self.init(FileFolder(path: directory.path))
  }

  /// Opens the files of a folder, which may be compiled in.
  ///
  /// - Throws: as the other.
  package init(_ folder: FileFolder) throws {
    let directory = ModelDirectory(path: folder.path)
    configuration = try ModelConfiguration.read(folder.map("config.json"))
    weights = try folder.tensors("model.safetensors")
    tokenizer = try Tokenizer(folder.map("tokenizer.json"))
    let architecture = configuration.architecture
    guard tokenizer.vocabularySize == architecture.vocabularySize else {
      throw AutoencoderError.inconsistentModel(
        path: directory.tokenizer,
        reason: "has \(tokenizer.vocabularySize) tokens, but the model "
          + "\(architecture.vocabularySize)")
    }
    try Self.check(weights, directory, architecture)
    var sum = Checksum()
    sum.update(Array((weights.metadata("checksum") ?? "").utf8))
    sum.update(Array(String(tokenizer.checksum).utf8))
    checksum = sum.value
  }

  /// Throws unless there is a tensor for every weight of the architecture; allocates no weights.
  private static func check(
    _ weights: SafetensorsFile, _ directory: ModelDirectory, _ architecture: Architecture
  ) throws {
    let parameters =
      LatentEncoder(architecture, precision: .f32).parameters
      + LSTMDecoder(architecture, precision: .f32).parameters
    let shapes = Dictionary(
      weights.tensors.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    for parameter in parameters where shapes[parameter.name] != parameter.shape {
      let found = shapes[parameter.name].map { "\($0)" } ?? "missing"
      throw AutoencoderError.inconsistentModel(
        path: directory.configuration,
        reason: "its settings make weights \(parameter.name) \(parameter.shape), and in "
          + "model.safetensors they are \(found)")
    }
    // The heads of losses, which files of the first version contain, have other names and are
    // ignored.
    let known = Set(parameters.map(\.name))
    let sides = ["encoder.", "latent.", "decoder.", "output."]
    if let other = weights.tensors.first(where: { tensor in
      !known.contains(tensor.name) && sides.contains { tensor.name.hasPrefix($0) }
    }) {
      throw AutoencoderError.inconsistentModel(
        path: directory.configuration, reason: "its settings have no weights \(other.name)")
    }
  }
}
