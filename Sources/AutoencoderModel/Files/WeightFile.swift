import FileFormats
import NeuralLayers
import TensorKit

/// model.safetensors: weights with the names and shapes of torch, in single precision or in fewer
/// bits.
package enum WeightFile {
  /// The kind of the file, in its metadata.
  package static let kind = "textae-autoencoder"

  /// Writes weights; `values[i]` are those of `parameters[i]`.
  package static func write(
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

  /// Reads the weights of parameters; throws if one is missing or has another shape.
  package static func read(
    _ file: SafetensorsFile, into parameters: [Parameter]
  ) throws(FileError) {
    for parameter in parameters { try read(file, parameter.name, into: parameter) }
  }

  /// Reads a tensor into a parameter of the same shape.
  package static func read(
    _ file: SafetensorsFile, _ name: String, into parameter: Parameter
  ) throws(FileError) {
    try file.read(name, shape: parameter.shape, requireFinite: true, into: parameter.value)
  }

  /// Tensors of at least this many floats, a quarter of a megabyte, are mapped.
  private static let leastMapped = 1 << 16

  /// Maps the weights of parameters that are only read; throws if one is missing or has another
  /// shape.
  ///
  /// Rows in fewer bits than single precision are decoded when they are first used.
  static func map(_ file: SafetensorsFile, into parameters: [Parameter]) throws(FileError) {
    for parameter in parameters {
      if let rows = try file.storedRows(
        parameter.name, shape: parameter.shape, requireFinite: true)
      {
        parameter.adopt(rowsOf: rows)
      } else if parameter.count >= leastMapped,
        let matrix = try file.mappedMatrix(
          parameter.name, shape: parameter.shape, rows: parameter.rows,
          columns: parameter.columns)
      {
        parameter.adopt(matrix)
      } else {
        try read(file, parameter.name, into: parameter)
      }
    }
  }
}
