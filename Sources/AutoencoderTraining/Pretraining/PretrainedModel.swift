import AutoencoderModel
import FileFormats
import Foundation
import NeuralLayers
import Tokenization

/// A trained model whose weights another training begins with, on other text or with other objectives.
///
/// It brings its tokenizer and its sizes along. Its encoder and decoder are taken over; the weights of an objective
/// are too if its checkpoint has them, and begin at random otherwise. The weights taken over are also the ones to
/// beat: if validation finds none better, the run ends with them.
public struct PretrainedModel {
  /// The tokenizer to make the token files with.
  public let tokenizer: Tokenizer
  /// The sizes of the model.
  public let architecture: Architecture
  /// Most tokens of a sentence that it was trained with.
  public let maximumLength: Int
  /// Tells this model from others.
  let checksum: String
  private let weights: SafetensorsFile
  private let path: String

  /// Opens a model directory and reads it once, to compare its checksums.
  ///
  /// - Throws: `FileError` and `AutoencoderError` for files that are missing, damaged or do not fit.
  public init(contentsOf path: String) throws {
    let files = try ModelFiles(ModelDirectory(path: path))
    tokenizer = files.tokenizer
    architecture = files.configuration.architecture
    maximumLength = files.configuration.maximumLength
    checksum = files.checksum.hexadecimal
    weights = files.weights
    self.path = path
  }

  /// Throws unless a run uses the tokenizer and the sizes of the model, and no word vectors besides.
  func check(_ tokenizer: Tokenizer, _ architecture: Architecture, hasWordVectors: Bool) throws {
    guard tokenizer.checksum == self.tokenizer.checksum else {
      throw AutoencoderError.invalidSetting(
        name: "tokenizer", value: "another", expected: "that of the model to begin with")
    }
    if let difference = try SettingDifference(from: self.architecture, to: architecture) {
      throw AutoencoderError.invalidSetting(
        name: difference.name, value: difference.now,
        expected: "\(difference.begun), as in the model to begin with")
    }
    if hasWordVectors {
      throw AutoencoderError.invalidSetting(
        name: "choice of word vectors", value: "made", expected: "left to the model to begin with")
    }
  }

  /// Throws if a run would write over the model, which until its first checkpoint would be nowhere.
  func check(output: String) throws(AutoencoderError) {
    func resolved(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
    guard resolved(output) != resolved(path) else {
      throw .invalidSetting(
        name: "output", value: output, expected: "another than the model to begin with")
    }
  }

  /// Overwrites the weights of a network, and those of objectives for which there are any.
  func write(to network: AutoencoderNetwork) throws(FileError) {
    try WeightFile.read(weights, into: network.modelParameters)
    let heads = network.headParameters
    // Models of the first version have the weights of objectives beside their own.
    let files = [(weights, "")] + Checkpoint.bestWeights(ModelDirectory(path: path).training)
    for parameter in heads {
      for (file, prefix) in files
      where file.tensors.contains(where: {
        $0.name == prefix + parameter.name && $0.shape == parameter.shape
      }) {
        try WeightFile.read(file, prefix + parameter.name, into: parameter)
        break
      }
    }
  }
}
