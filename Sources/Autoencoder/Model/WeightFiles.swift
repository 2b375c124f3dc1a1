import FileFormats
import NeuralLayers
import TensorKit

/// model.safetensors: weights by the names and in the shapes of torch.
enum WeightFile {
  /// The kind of file, in its metadata.
  static let kind = "textae-autoencoder"

  /// Writes weights, `values[i]` those of `parameters[i]`.
  static func write(
    _ path: String, parameters: [Parameter], values: [Matrix],
    metadata: [(key: String, value: String)]
  ) throws(FileError) {
    let writer = try SafetensorsWriter(
      path: path, metadata: [(key: "kind", value: kind)] + metadata,
      tensors: parameters.map { TensorSpecification(name: $0.name, shape: $0.shape) })
    for (parameter, value) in zip(parameters, values) {
      try writer.write(parameter.name, value)
    }
    try writer.finish()
  }

  /// Reads all weights; every parameter must be there with its shape.
  static func read(_ file: SafetensorsFile, into parameters: [Parameter]) throws(FileError) {
    for parameter in parameters { try read(file, into: parameter) }
    guard file.tensors.count == parameters.count else {
      throw .malformed(
        path: file.path, line: nil,
        reason: "has \(file.tensors.count) tensors where the model has \(parameters.count)")
    }
  }

  /// Reads the weights of one parameter, which must be there with its shape.
  static func read(_ file: SafetensorsFile, into parameter: Parameter) throws(FileError) {
    try file.read(parameter.name, shape: parameter.shape, into: parameter.value)
    guard parameter.value.isFinite else {
      throw .malformed(
        path: file.path, line: nil, reason: "\(parameter.name) holds values that are no numbers")
    }
  }
}
