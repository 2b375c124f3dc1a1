import FileFormats
import NeuralLayers

extension ModelDirectory {
  /// Writes a copy of a model whose weight matrices are stored with other numbers.
  ///
  /// Rows of `int8` have a scale each. The tokenizer and the settings stay as they are; the checkpoint,
  /// the log and the post-processing, which belong to the weights as they were, are left out.
  /// - Throws: `FileError` and `AutoencoderError` if a file is damaged or cannot be written.
  package func write(_ model: FileFolder, numbers: VectorNumber) throws {
    let files = try ModelFiles(model)
    let architecture = files.configuration.architecture
    let parameters =
      LatentEncoder(architecture, precision: .f32).parameters
      + LSTMDecoder(architecture, precision: .f32).parameters
    var contents = TensorContents()
    for parameter in parameters {
      contents.append(parameter.name, shape: parameter.shape, numbers: numbers) {
        () throws(FileError) in
        try files.weights.floats(parameter.name, shape: parameter.shape, requireFinite: true)
      }
    }
    let own = Set(["format_version", "checksum", "tensor_checksums", "numbers"])
    let metadata =
      files.weights.metadata.filter { !own.contains($0.key) }
      + [(key: "numbers", value: numbers.rawValue)]
    try create()
    try files.tokenizer.write(to: tokenizer)
    try writeConfiguration(of: model, numbers: numbers)
    try contents.write(to: weights, metadata: metadata)
  }

  /// Copies config.json, with the version that a reader of the numbers has to know.
  package func writeConfiguration(of model: FileFolder, numbers: VectorNumber) throws {
    let config = try JSONValue(model.map("config.json"), limit: 1 << 20)
    let isResidual = config["architecture"]?["isResidual"] == .bool(true)
    let version = Self.formatVersion(isResidual: isResidual, numbers: numbers)
    let members = (config.members ?? []).map { member in
      member.key == "version"
        ? JSONValue.Member(key: member.key, value: .integer(version)) : member
    }
    let file = try AtomicFile(path: configuration)
    try file.write(JSONValue.object(members).indentedText + "\n")
    try file.commit()
  }
}
