import AutoencoderModel
import FileFormats
import NeuralLayers
import TensorKit

/// The linear layer that a training with the objective classify leaves in its checkpoint.
public struct ClassWeights {
  /// `[classes × dimension]`.
  public let weights: Matrix
  /// `[classes]`.
  public let bias: [Float]

  /// Reads the layer of a model directory, `classes` × `dimension`.
  ///
  /// - Throws: `FileError` if there is no checkpoint, or it has no such layer.
  public init(ofTrainingIn path: String, classes: Int, dimension: Int) throws(FileError) {
    let checkpoint = ModelDirectory(path: path).training
    guard let (file, prefix) = Checkpoint.bestWeights(checkpoint).first else {
      throw .malformed(path: checkpoint, line: nil, reason: "it is not a checkpoint of a training")
    }
    let name = prefix + ClassificationObjective.name
    weights = Matrix(
      rows: classes, columns: dimension,
      values: try file.floats(
        name + ".weight", shape: [classes, dimension], requireFinite: true))
    bias = try file.floats(name + ".bias", shape: [classes], requireFinite: true)
  }
}
