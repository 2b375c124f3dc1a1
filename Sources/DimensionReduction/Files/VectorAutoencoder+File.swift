import FileFormats
import Foundation
import TensorKit

extension VectorAutoencoder: StoredReducer {
  package static let method = "autoencoder"

  package var metadata: [(key: String, value: String)] { [("plan", planText)] }

  package var figures: [(name: String, value: JSONValue)] {
    let plan = (try? JSONValue(parsing: Array(planText.utf8), path: "plan")) ?? .null
    return [("weights", .integer(parameterCount)), ("plan", plan)]
  }

  /// The plan as JSON with sorted keys.
  private var planText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers of a validated plan are finite, so it can be encoded.
    return (try? encoder.encode(plan)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  package var tensors: [(name: String, shape: [Int], values: [Float])] {
    [
      ("offset", [inputDimension], scaling.offset), ("factor", [inputDimension], scaling.factor),
    ] + weights
  }

  package convenience init(
    from file: SafetensorsFile, inputDimension: Int, dimension: Int
  ) throws(FileError) {
    let text = file.metadata("plan") ?? ""
    guard
      let plan = try? JSONDecoder().decode(VectorAutoencoderPlan.self, from: Data(text.utf8)),
      (try? plan.validate()) != nil, plan.dimension == dimension
    else {
      throw .malformed(path: file.path, line: nil, reason: "its plan cannot be read")
    }
    let scaling = VectorScaling(
      offset: try file.floats("offset", shape: [inputDimension], requireFinite: true),
      factor: try file.floats("factor", shape: [inputDimension], requireFinite: true))
    guard scaling.factor.allSatisfy({ $0 != 0 }) else {
      throw .malformed(path: file.path, line: nil, reason: "it scales by zero")
    }
    // Weights are allocated only as they are read, so sizes that the file does not have cost nothing.
    let network = DenseAutoencoder(plan, inputSize: inputDimension)
    for parameter in network.parameters {
      let values = try file.floats(parameter.name, shape: parameter.shape, requireFinite: true)
      parameter.adopt(
        Matrix(rows: parameter.rows, columns: parameter.columns, values: values))
    }
    self.init(network, scaling: scaling)
  }
}
