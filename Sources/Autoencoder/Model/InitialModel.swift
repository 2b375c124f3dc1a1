import FileFormats
import NeuralLayers
import Tokenization

/// A trained model whose weights another training begins with, on other text or with other objectives.
///
/// It brings its tokenizer and its sizes along. Weights of one name and shape are taken over; what the
/// model has none for, such as those of an objective that it was trained without, begin at random.
public struct InitialModel {
  /// The tokenizer to make the token files with.
  public let tokenizer: Tokenizer
  /// The sizes of the model.
  public let architecture: Architecture
  /// Most tokens of a sentence that it was trained with.
  public let maximumLength: Int
  /// Tells this model from others.
  let checksum: String
  private let weights: SafetensorsFile

  /// Opens a model directory; weights are read when a training begins.
  ///
  /// - Throws: `FileError` and `AutoencoderError` for files that are missing, damaged or do not fit.
  public init(contentsOf path: String) throws {
    let files = try ModelFiles(ModelDirectory(path: path))
    tokenizer = files.tokenizer
    architecture = files.configuration.architecture
    maximumLength = files.configuration.maximumLength
    checksum = files.checksum.hexadecimal
    weights = files.weights
  }

  /// Throws unless a run uses the tokenizer and the sizes of the model.
  func check(_ tokenizer: Tokenizer, _ architecture: Architecture) throws {
    guard tokenizer.checksum == self.tokenizer.checksum else {
      throw AutoencoderError.invalidSetting(
        name: "tokenizer", value: "another", expected: "that of the model to begin with")
    }
    if let difference = try SettingDifference(from: self.architecture, to: architecture) {
      throw AutoencoderError.invalidSetting(
        name: difference.name, value: difference.now,
        expected: "\(difference.begun), as in the model to begin with")
    }
  }

  /// Overwrites the weights that the model has.
  func write(to parameters: [Parameter]) throws(FileError) {
    for parameter in parameters
    where weights.tensors.contains(where: {
      $0.name == parameter.name && $0.shape == parameter.shape
    }) {
      try WeightFile.read(weights, into: parameter)
    }
  }
}
