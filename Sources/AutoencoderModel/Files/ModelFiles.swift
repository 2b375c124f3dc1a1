import DataStructures
import FileFormats
import NeuralLayers
import TensorKit
import Tokenization

/// The files of a trained model, opened and checked before memory is allocated for weights.
package struct ModelFiles: Sendable {
  package let configuration: ModelConfiguration
  package let tokenizer: Tokenizer
  package let weights: SafetensorsFile

  /// Opens the files of a directory.
  ///
  /// - Parameters:
  ///   - directory: the model.
  ///   - pool: what runs `prepare` while the tokenizer is read, which takes longest.
  ///   - prepare: reads weights, once their names and shapes are known to be right.
  /// - Throws: `FileError` and `AutoencoderError` if files are missing, damaged or inconsistent, and
  ///   what `prepare` throws.
  package init(
    _ directory: ModelDirectory, pool: WorkerPool = WorkerPool(threads: 1),
    meanwhile prepare: @Sendable (ModelConfiguration, SafetensorsFile) throws -> Void = { _, _ in }
  ) throws {
    try self.init(FileFolder(path: directory.path), pool: pool, meanwhile: prepare)
  }

  /// Opens the files of a folder, which may be compiled in.
  ///
  /// - Throws: as the other.
  package init(
    _ folder: FileFolder, pool: WorkerPool = WorkerPool(threads: 1),
    meanwhile prepare: @Sendable (ModelConfiguration, SafetensorsFile) throws -> Void = { _, _ in }
  ) throws {
    let directory = ModelDirectory(path: folder.path)
    let configuration = try ModelConfiguration.read(folder.map("config.json"))
    let weights = try folder.tensors("model.safetensors")
    let architecture = configuration.architecture
    let found = Locked<Result<Tokenizer, any Error>?>(nil)
    let prepared = Locked(Result { try Self.check(weights, directory, configuration) })
    pool.run(2) { part in
      if part == 0 {
        let tokenizer = Result { try Tokenizer(folder.map("tokenizer.json")) }
        found.withLock { $0 = tokenizer }
      } else if case .success = prepared.withLock({ $0 }) {
        let result = Result { try prepare(configuration, weights) }
        prepared.withLock { $0 = result }
      }
    }
    guard let tokenizer = try found.withLock({ $0 })?.get() else {
      preconditionFailure("the tokenizer was not read")
    }
    guard tokenizer.vocabularySize == architecture.vocabularySize else {
      throw AutoencoderError.inconsistentModel(
        path: directory.tokenizer,
        reason: "has \(tokenizer.vocabularySize) tokens, but the model "
          + "\(architecture.vocabularySize)")
    }
    try prepared.withLock { $0 }.get()
    (self.configuration, self.weights, self.tokenizer) = (configuration, weights, tokenizer)
  }

  /// Identifies the model: a checksum of its weights and its tokenizer.
  package var checksum: UInt64 {
    var sum = Checksum()
    sum.update(Array((weights.metadata("checksum") ?? "").utf8))
    sum.update(Array(String(tokenizer.checksum).utf8))
    return sum.value
  }

  /// Throws unless there is a tensor for every weight of the architecture, and the weights are those
  /// of a model of its kind; allocates no weights.
  private static func check(
    _ weights: SafetensorsFile, _ directory: ModelDirectory, _ configuration: ModelConfiguration
  ) throws {
    for (key, claimed) in configuration.claims {
      // Files of earlier versions do not say.
      guard let actual = weights.metadata(key), actual != claimed else { continue }
      throw AutoencoderError.inconsistentModel(
        path: directory.configuration,
        reason:
          "it describes a model with \(claimed), and the weights in model.safetensors are of one "
          + "with \(actual)")
    }
    let architecture = configuration.architecture
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
    try weights.checkScales()
    // The heads of losses, which files of the first version contain, have other names and are
    // ignored.
    let known = Set(parameters.map(\.name))
    let sides = ["encoder.", "latent.", "decoder.", "output."]
    if let other = weights.tensors.first(where: { tensor in
      !known.contains(tensor.name) && !weights.isScale(tensor.name)
        && sides.contains { tensor.name.hasPrefix($0) }
    }) {
      throw AutoencoderError.inconsistentModel(
        path: directory.configuration, reason: "its settings have no weights \(other.name)")
    }
  }
}
