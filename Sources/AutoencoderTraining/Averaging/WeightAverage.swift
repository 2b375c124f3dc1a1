import AutoencoderModel
import FileFormats
import NeuralLayers

/// The mean of the weights of models that were trained apart, from the same beginning, on parts of a
/// corpus (Stich 2019, "Local SGD converges fast and communicates little").
///
/// The models must have one architecture and one tokenizer. Their numbers may be stored in any way; those
/// of the mean are in single precision. Each is summed in double precision and rounded once, so the mean
/// of equal models is that model.
package struct WeightAverage {
  private let models: [ModelFiles]
  private let folders: [FileFolder]
  /// The share of each model; they sum to 1.
  private let shares: [Double]

  /// Opens models and checks that they fit together.
  ///
  /// - Parameters:
  ///   - folders: the models, at least one.
  ///   - weights: a positive number for each.
  /// - Throws: `AutoencoderError.differentModels`, and `FileError` or `AutoencoderError` if a file is
  ///   missing or damaged.
  package init(_ folders: [FileFolder], weights: [Double]) throws {
    precondition(!folders.isEmpty && folders.count == weights.count, "\(weights.count) weights")
    self.folders = folders
    shares = Self.shares(weights)
    models = try folders.map { try ModelFiles($0) }
    for (model, folder) in zip(models, folders).dropFirst() {
      try Self.check(model, folder.path, models[0], folders[0].path)
    }
  }

  /// Positive numbers in proportion, such that they sum to 1.
  static func shares(_ weights: [Double]) -> [Double] {
    precondition(weights.allSatisfy { $0 > 0 && $0.isFinite }, "weights \(weights)")
    let largest = weights.max() ?? 1
    let sum = weights.reduce(0) { $0 + $1 / largest }
    return weights.map { $0 / largest / sum }
  }

  private static func check(
    _ model: ModelFiles, _ path: String, _ first: ModelFiles, _ firstPath: String
  ) throws {
    func different(_ setting: String, _ found: String? = nil, _ other: String? = nil)
      -> AutoencoderError
    {
      .differentModels(path: path, other: firstPath, setting: setting, here: found, there: other)
    }
    let (found, other) = (model.configuration, first.configuration)
    if let setting = try SettingDifference(from: found.architecture, to: other.architecture) {
      throw different(setting.name, setting.begun, setting.now)
    }
    guard model.tokenizer.checksum == first.tokenizer.checksum else { throw different("tokenizer") }
    guard found.maximumLength == other.maximumLength else {
      throw different("maximum length", "\(found.maximumLength)", "\(other.maximumLength)")
    }
    guard found.isDecoderTrained == other.isDecoderTrained else {
      throw different("use of the decoder in training")
    }
  }

  /// Writes the mean as a model with the settings and the tokenizer of the first one.
  ///
  /// It has no checkpoint and no log. What was fitted to the vectors of one model is left out too.
  /// - Throws: `FileError` if a file is damaged or cannot be written.
  package func write(to directory: ModelDirectory) throws {
    let architecture = models[0].configuration.architecture
    let parameters =
      LatentEncoder(architecture, precision: .f32).parameters
      + LSTMDecoder(architecture, precision: .f32).parameters
    var contents = TensorContents()
    for parameter in parameters {
      contents.append(parameter.name, shape: parameter.shape, numbers: .f32) {
        () throws(FileError) in try mean(parameter.name, parameter.shape)
      }
    }
    try directory.create()
    try models[0].tokenizer.write(to: directory.tokenizer)
    try directory.writeConfiguration(of: folders[0], numbers: .f32)
    try contents.write(
      to: directory.weights,
      metadata: [
        (key: "kind", value: WeightFile.kind),
        (key: "precision", value: models[0].configuration.precision.rawValue),
      ] + models[0].configuration.claims)
  }

  private func mean(_ name: String, _ shape: [Int]) throws(FileError) -> [Float] {
    var sums: [Double] = []
    for (model, share) in zip(models, shares) {
      let values = try model.weights.floats(name, shape: shape, requireFinite: true)
      if sums.isEmpty { sums = [Double](repeating: 0, count: values.count) }
      for index in values.indices { sums[index] += share * Double(values[index]) }
    }
    return sums.map { Float($0) }
  }
}
