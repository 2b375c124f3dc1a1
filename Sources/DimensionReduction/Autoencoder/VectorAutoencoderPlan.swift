import DataStructures
import TensorKit

/// How a dense autoencoder is built and trained.
///
/// ```swift
/// var plan = VectorAutoencoderPlan(dimension: 32)
/// plan.hiddenSizes = [512, 128]
/// plan.regularizers = [Regularizer(rawValue: "gaussian:0.1")!]
/// ```
public struct VectorAutoencoderPlan: Codable, Sendable, Equatable {
  /// What the first weights are.
  public enum Start: String, CaseIterable, Codable, Sendable {
    /// Random layers, as in the literature.
    case random
    /// Principal components: encoder and decoder each have a linear path beside their layers, which
    /// begins as PCA, and the layers begin at zero. Without hidden layers, the only layer begins so.
    case pca
  }

  /// Components of a code.
  public var dimension: Int
  /// The sizes of the layers between the vectors and the code; the decoder has them in reverse.
  public var hiddenSizes: [Int] = [512]
  /// What these layers do to their sums.
  public var activation = Activation.relu
  /// What the layer of the code does to its sums.
  public var codeActivation = Activation.linear
  /// What the last layer does to its sums; ignored with cross-entropy, where it is a sigmoid.
  public var outputActivation = Activation.linear
  /// How restored vectors are compared with the vectors.
  public var loss = ReconstructionLoss.squaredError
  /// What the first weights are.
  public var start = Start.pca
  /// What else the code is asked for.
  public var regularizers: [Regularizer] = []
  /// How often the vectors are read.
  public var epochs = 20
  /// Vectors in an update.
  public var batchSize = 256
  /// The largest learning rate of Adam; it rises over the first updates and then falls to 0.
  public var learningRate: Float = 0.001
  /// The share of the vectors that are held out to choose the epoch that is kept.
  public var heldOutShare = 0.05
  /// Determines all random numbers.
  public var seed: UInt64 = 1

  /// A plan with the defaults.
  public init(dimension: Int) {
    self.dimension = dimension
  }

  /// Whether the encoder and the decoder have a linear path beside their layers.
  var hasLinearPath: Bool { start == .pca && !hiddenSizes.isEmpty }

  /// Throws if settings are out of bounds or exclude each other.
  ///
  /// - Throws: ``ReductionError``.
  public func validate() throws(ReductionError) {
    let sizes = [("dimension", dimension), ("epochs", epochs), ("batch size", batchSize)]
    for (name, value) in sizes + hiddenSizes.map({ ("hidden size", $0) }) {
      guard (1...Self.mostUnits).contains(value) else {
        throw .invalidSetting(name, "must be from 1 to \(Self.mostUnits), not \(value)")
      }
    }
    guard hiddenSizes.count <= Self.mostLayers else {
      throw .invalidSetting("hidden sizes", "must be at most \(Self.mostLayers)")
    }
    guard learningRate > 0, learningRate <= 1 else {
      throw .invalidSetting("learning rate", "must be above 0 and at most 1, not \(learningRate)")
    }
    guard (0...0.5).contains(heldOutShare) else {
      throw .invalidSetting("held-out share", "must be from 0 to 0.5, not \(heldOutShare)")
    }
    if start == .pca {
      guard loss == .squaredError else { throw .conflict("cross-entropy", "a start at PCA") }
      guard codeActivation == .linear, outputActivation == .linear else {
        throw .conflict("an activation of the code or the output", "a start at PCA")
      }
    }
    try validateRegularizers()
  }

  private func validateRegularizers() throws(ReductionError) {
    for regularizer in regularizers {
      let kind = regularizer.kind
      if start == .pca, kind.needsRandomStart {
        throw .conflict("the regularizer \(kind.name)", "a start at PCA")
      }
      if kind.needsSigmoidCode, codeActivation != .sigmoid {
        throw .conflict(
          "the regularizer \(kind.name)", "a code that is not the output of a sigmoid")
      }
    }
    let samplers = regularizers.filter { $0.kind.outputsPerComponent > 1 }
    guard samplers.count <= 1 else {
      throw .conflict(samplers[0].rawValue, samplers[1].rawValue)
    }
  }

  private static let mostUnits = 1_000_000
  private static let mostLayers = 16
}
