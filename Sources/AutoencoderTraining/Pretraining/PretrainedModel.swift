import AutoencoderModel
import FileFormats
import Foundation
import NeuralLayers
import TensorKit
import Tokenization

/// A trained model from whose weights another training begins, on other text or with other
/// objectives.
///
/// Its tokenizer and its sizes are kept, except that its vocabulary may grow, and that it may get
/// another encoder or latent. The encoder and the decoder are copied. The weights of an objective are copied if the checkpoint has them; otherwise
/// they begin at random. The copied weights also count as the best so far: if validation finds none
/// better, the run ends with them.
public struct PretrainedModel {
  /// The tokenizer for the token files: that of the model, perhaps grown.
  public private(set) var tokenizer: Tokenizer
  /// The sizes of the model, with the tokens of `tokenizer`.
  public private(set) var architecture: Architecture
  /// The maximum number of tokens in a sentence in its training.
  public let maximumLength: Int
  /// Identifies the model.
  package let checksum: String
  /// Its files, which may be compiled in.
  let folder: FileFolder
  private let files: ModelFiles
  private var grown: GrownTokens

  /// Opens a model directory and reads it once, to verify its checksums.
  ///
  /// - Throws: `FileError` and `AutoencoderError` if files are missing, damaged or inconsistent.
  public init(contentsOf path: String) throws {
    try self.init(FileFolder(path: path))
  }

  /// Opens a model in a folder that may be compiled in.
  ///
  /// - Throws: as the other.
  package init(_ folder: FileFolder) throws {
    let files = try ModelFiles(folder)
    try files.weights.verify()
    tokenizer = files.tokenizer
    architecture = files.configuration.architecture
    maximumLength = files.configuration.maximumLength
    checksum = files.checksum.hexadecimal
    grown = GrownTokens(first: files.tokenizer.vocabularySize, pieces: [])
    self.files = files
    self.folder = folder
  }

  /// The tokenizer of the model before it grew.
  package var ownTokenizer: Tokenizer { files.tokenizer }

  /// The encoder of the model before it grew, ready for inference.
  func makeEncoder(
    precision: Precision = .f32, pool: WorkerPool
  ) throws(FileError) -> LatentEncoder {
    let encoder = LatentEncoder(files.configuration.architecture, precision: precision)
    try WeightFile.read(files.weights, into: encoder.parameters)
    encoder.packWeights(for: .inference, pool: pool)
    return encoder
  }

  /// The number of tokens that it has grown.
  public var grownTokens: Int { grown.count }

  /// The same model with the tokens of a tokenizer that was grown from its own.
  ///
  /// - Throws: `AutoencoderError` for any other tokenizer.
  public func grown(to tokenizer: Tokenizer) throws -> PretrainedModel {
    guard let pieces = tokenizer.pieces(beyond: files.tokenizer) else {
      throw AutoencoderError.invalidSetting(
        name: "tokenizer", value: "another",
        expected: "that of the pretrained model, or one grown from it")
    }
    var model = self
    model.tokenizer = tokenizer
    model.architecture.vocabularySize = tokenizer.vocabularySize
    model.grown = GrownTokens(first: grown.first, pieces: pieces)
    return model
  }

  /// The same model with another encoder or latent, as they are spelled; nil keeps what it has.
  ///
  /// All weights are kept that the new shape has too; the others begin at random, or, for a latent of the
  /// size of the state where there was none, as the identity.
  public func changed(
    encoder: String? = nil, latent: String? = nil, latentSize: Int? = nil
  ) -> PretrainedModel {
    var model = self
    var shape = architecture
    if let encoder {
      shape.encoder = encoder
      if shape.encoderKind?.hasDirections == false { shape.isBidirectional = false }
    }
    if let latentSize { shape.latentSize = latentSize }
    if let latent, latent != shape.latentSpelling {
      // A state has the size that it has.
      if latent == StateLatent.name { shape.latentSize = latentSize }
      shape.latent = latent
    }
    model.architecture = shape
    return model
  }

  /// Whether it has another encoder or latent than its files.
  package var isChanged: Bool {
    let own = files.configuration.architecture
    return own.encoder != architecture.encoder || own.dimension != architecture.dimension
      || own.latentSpelling != architecture.latentSpelling
      || own.isBidirectional != architecture.isBidirectional
  }

  /// Throws unless a run uses the tokenizer and sizes of the model, and no word vectors.
  func check(_ tokenizer: Tokenizer, _ architecture: Architecture, hasWordVectors: Bool) throws {
    guard tokenizer.checksum == self.tokenizer.checksum else {
      throw AutoencoderError.invalidSetting(
        name: "tokenizer", value: "another", expected: "that of the pretrained model")
    }
    if let difference = try SettingDifference(from: self.architecture, to: architecture) {
      throw AutoencoderError.invalidSetting(
        name: difference.name, value: difference.now,
        expected: "\(difference.begun), as in the pretrained model")
    }
    if hasWordVectors {
      throw AutoencoderError.invalidSetting(
        name: "choice of word vectors", value: "made", expected: "left to the pretrained model")
    }
  }

  /// Sets the weight or the bias of a new latent so that it is the state, if it can be.
  private func setToIdentity(_ parameter: Parameter) {
    let isWeight = parameter.name == "latent.weight"
    guard isWeight || parameter.name == "latent.bias",
      architecture.dimension == architecture.stateSize
    else { return }
    for row in 0..<parameter.rows {
      parameter.value.clearRow(row)
      if isWeight { parameter.value[row, row] = 1 }
    }
  }

  /// Whether a new latent reads states that were the embeddings.
  private var keepsStates: Bool {
    let own = files.configuration.architecture
    return own.encoder == architecture.encoder && own.latentSpelling == StateLatent.name
  }

  /// Throws if a run would overwrite the model, which would be lost until its first checkpoint.
  package func check(output: String) throws(AutoencoderError) {
    func resolved(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
    guard folder.isEmbedded || resolved(output) != resolved(folder.path) else {
      throw .invalidSetting(
        name: "output", value: output, expected: "another than the pretrained model")
    }
  }

  /// Overwrites the weights of a network, and those of objectives if the checkpoint has them.
  ///
  /// `counts` says how often each token occurs in the corpus, for the rows of new tokens.
  func write(to network: AutoencoderNetwork, counts: [Int]) throws(FileError) {
    for parameter in network.modelParameters {
      if !isChanged || grown.has(files.weights, parameter) {
        try grown.read(files.weights, parameter.name, into: parameter)
      } else if keepsStates {
        setToIdentity(parameter)
      }
    }
    grown.fill(network, counts: counts)
    // Models of the first version store the weights of objectives with their own.
    let places =
      [(files.weights, "")] + Checkpoint.bestWeights(ModelDirectory(path: folder.path).training)
    for parameter in network.headParameters {
      for (file, prefix) in places
      where file.tensors.contains(where: {
        $0.name == prefix + parameter.name && $0.shape == parameter.shape
      }) {
        try WeightFile.read(file, prefix + parameter.name, into: parameter)
        break
      }
    }
  }
}
