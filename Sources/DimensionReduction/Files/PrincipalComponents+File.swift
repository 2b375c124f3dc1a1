import FileFormats
import TensorKit

extension PrincipalComponents: StoredReducer {
  package static let method = "pca"

  package var metadata: [(key: String, value: String)] {
    [("total_variance", "\(totalVariance)")]
  }

  package var figures: [(name: String, value: JSONValue)] {
    [("explained_variance", .number(explainedVariance))]
  }

  package var tensors: [(name: String, shape: [Int], values: [Float])] {
    [
      ("mean", [inputDimension], mean),
      ("components", [dimension, inputDimension], components.values),
      ("variances", [dimension], variances.map { Float($0) }),
    ]
  }

  package init(
    from file: SafetensorsFile, inputDimension: Int, dimension: Int
  ) throws(FileError) {
    guard let total = file.metadata("total_variance").flatMap({ Double($0) }), total.isFinite,
      total >= 0
    else {
      throw .malformed(path: file.path, line: nil, reason: "its total variance cannot be read")
    }
    let mean = try file.floats("mean", shape: [inputDimension], requireFinite: true)
    let components = try file.floats(
      "components", shape: [dimension, inputDimension], requireFinite: true)
    let variances = try file.floats("variances", shape: [dimension], requireFinite: true)
    self.init(
      mean: mean,
      components: Matrix(rows: dimension, columns: inputDimension, values: components),
      variances: variances.map { Double($0) }, totalVariance: total)
  }
}
