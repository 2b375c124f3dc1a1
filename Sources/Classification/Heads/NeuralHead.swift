import FileFormats
import Foundation
import NeuralLayers
import TensorKit

/// One hidden layer of rectified units, and a softmax.
///
/// Trained with Adam and dropout (Srivastava et al. 2014) on nine tenths of the examples, until the
/// loss on the other tenth has not fallen for five passes; the best weights are kept.
public struct NeuralHead: ClassifierHead {
  /// `neural`.
  public static let name = "neural"
  /// One sentence for a help text.
  public static let help = "A small neural network with one hidden layer."

  /// `[hidden × features]`, and `[hidden]`.
  let hidden: (weights: Matrix, bias: [Float])
  /// `[classes × hidden]`, and `[classes]`.
  let output: (weights: Matrix, bias: [Float])

  /// Learns from vectors.
  ///
  /// - Throws: ``ClassificationError/needsVectors(head:)`` for counted words.
  public static func fit(
    _ examples: LabeledFeatures, _ options: HeadOptions, pool: WorkerPool
  ) throws -> NeuralHead {
    guard case .dense(let vectors) = examples.features else {
      throw ClassificationError.needsVectors(head: name)
    }
    let scaler = StandardScaler(fitting: vectors)
    let scaled = LabeledFeatures(
      .dense(scaler.applied(to: vectors)), labels: examples.labels, classes: examples.classes)
    let training = NeuralHeadTraining(
      features: vectors.columns, classes: examples.classes, options, pool: pool)
    return NeuralHead(try training.train(on: scaled), scaler)
  }

  init(hidden: (weights: Matrix, bias: [Float]), output: (weights: Matrix, bias: [Float])) {
    self.hidden = hidden
    self.output = output
  }

  /// A head for scaled vectors, as one for the vectors themselves.
  private init(_ head: NeuralHead, _ scaler: StandardScaler) {
    let weights = Matrix(rows: head.hidden.weights.rows, columns: head.hidden.weights.columns)
    var bias = head.hidden.bias
    for row in 0..<weights.rows {
      var sum = Double(bias[row])
      for column in 0..<weights.columns {
        let weight = Double(head.hidden.weights[row, column]) * scaler.scale[column]
        sum -= weight * scaler.mean[column]
        weights[row, column] = Float(weight)
      }
      bias[row] = Float(sum)
    }
    self.init(hidden: (weights, bias), output: head.output)
  }

  /// The weights and biases of both layers.
  public var tensors: [(name: String, shape: [Int], values: [Float])] {
    [
      ("hidden.weight", [hidden.weights.rows, hidden.weights.columns], hidden.weights.values),
      ("hidden.bias", [hidden.bias.count], hidden.bias),
      ("output.weight", [output.weights.rows, output.weights.columns], output.weights.values),
      ("output.bias", [output.bias.count], output.bias),
    ]
  }

  /// Reads a head.
  public init(
    contentsOf file: SafetensorsFile, features: Int, classes: Int
  ) throws(FileError) {
    let hiddenBias = try file.floats("hidden.bias", requireFinite: true)
    let size = hiddenBias.count
    let hiddenWeights = try file.floats(
      "hidden.weight", shape: [size, features], requireFinite: true)
    let outputWeights = try file.floats(
      "output.weight", shape: [classes, size], requireFinite: true)
    self.init(
      hidden: (Matrix(rows: size, columns: features, values: hiddenWeights), hiddenBias),
      output: (
        Matrix(rows: classes, columns: size, values: outputWeights),
        try file.floats("output.bias", shape: [classes], requireFinite: true)
      ))
  }

  /// The probability of every class: `[rows × classes]`; the features are dense.
  public func probabilities(of features: FeatureMatrix) -> [[Double]] {
    guard case .dense(let vectors) = features else {
      preconditionFailure("counted words for a head that reads vectors")
    }
    return (0..<vectors.rows).map { row in
      let units = Self.layer(vectors.row(row), hidden).map { max(0, $0) }
      return Self.layer(units, output).map(Double.init).softmax
    }
  }

  private static func layer(
    _ input: [Float], _ layer: (weights: Matrix, bias: [Float])
  ) -> [Float] {
    layer.bias.indices.map { index in
      layer.weights.withRow(index) { Kernels.dot($0, input.span) } + layer.bias[index]
    }
  }
}
