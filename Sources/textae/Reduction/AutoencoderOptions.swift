import CommandLineKit
import DataStructures
import DimensionReduction
import TensorKit

extension Activation: ArgumentChoice {}
extension ReconstructionLoss: ArgumentChoice {}
extension VectorAutoencoderPlan.Start: ArgumentChoice {}

extension Regularizer: ArgumentValue {
  /// All kinds with their numbers, as placeholders.
  public static var argumentPlaceholder: String {
    RegularizerKinds.all.map { $0.placeholder }.joined(separator: "|")
  }
  /// All kinds with the bounds of their numbers.
  public static var argumentExpectation: String { RegularizerKinds.all.spellings { $0 } }
  /// Parses the same text as in a model file.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The same text as in a model file.
  public var argumentText: String { rawValue }
}

/// How an autoencoder of vectors is built and trained.
struct AutoencoderOptions: OptionGroup {
  static let title = "Autoencoder"

  private static let kinds = RegularizerKinds.all.map { "\($0.name): \($0.help)" }
    .joined(separator: " ")

  @Option(
    "Sizes of the layers between vector and code, in their order; 0 for none. The decoder has them "
      + "in reverse. Without this option, one layer of 512.", .within(0...1_000_000),
    severalValues: true)
  var hiddenSizes: [Int] = [512]
  @Option("What these layers do to their sums.") var activation = Activation.relu
  @Option("What the layer of the code does to its sums.") var codeActivation = Activation.linear
  @Option("What the last layer does to its sums; cross-entropy always takes a sigmoid.")
  var outputActivation = Activation.linear
  @Option("How restored vectors are compared with the vectors.")
  var loss = ReconstructionLoss.squaredError
  @Option(
    "The first weights: random, or pca, with linear paths beside the layers that begin as principal "
      + "components. Without this option pca, unless other options exclude it.")
  var start = VectorAutoencoderPlan.Start.pca
  @Option("What the code is asked for besides restoring its vector. \(kinds)")
  var regularizer: [Regularizer] = []
  @Option("Number of times the vectors are read.", .within(1...100_000)) var epochs = 20
  @Option("Vectors per update.", .within(1...1_000_000)) var batchSize = 256
  @Option("The largest learning rate of Adam.", .within(1e-9...1)) var learningRate: Float = 0.001
  @Option("Random seed.") var seed: UInt64 = 1

  /// The plan for codes of `dimension` components.
  func plan(dimension: Int) throws -> VectorAutoencoderPlan {
    var plan = VectorAutoencoderPlan(dimension: dimension)
    plan.hiddenSizes = hiddenSizes == [0] ? [] : hiddenSizes
    plan.activation = activation
    plan.codeActivation = codeActivation
    plan.outputActivation = outputActivation
    plan.loss = loss
    plan.start = start
    plan.regularizers = regularizer
    plan.epochs = epochs
    plan.batchSize = batchSize
    plan.learningRate = learningRate
    plan.seed = seed
    if !$start, (try? plan.validate()) == nil { plan.start = .random }
    try plan.validate()
    return plan
  }
}
