import FileFormats
import TensorKit

/// What turns the features of a text into the probabilities of its classes.
///
/// A kind of head is one conforming type in one file, and one line in ``ClassifierHeads``.
public protocol ClassifierHead: Sendable {
  /// The word on the command line and in files.
  static var name: String { get }

  /// One sentence for a help text.
  static var help: String { get }

  /// Learns from examples.
  ///
  /// - Throws: ``ClassificationError`` if it cannot learn from them, and what `options.progress`
  ///   throws.
  static func fit(_ examples: LabeledFeatures, _ options: HeadOptions, pool: WorkerPool) throws
    -> Self

  /// The weights, by name, with their shapes.
  var tensors: [(name: String, shape: [Int], values: [Float])] { get }

  /// Reads the weights of a head for `features` features and `classes` classes.
  ///
  /// - Throws: `FileError` if some are missing, damaged or of another shape.
  init(contentsOf file: SafetensorsFile, features: Int, classes: Int) throws(FileError)

  /// The probability of every class for every row: `[rows × classes]`.
  func probabilities(of features: FeatureMatrix) -> [[Double]]
}

/// The kinds of heads.
public enum ClassifierHeads {
  /// Add a new kind to this list.
  public static let all: [any ClassifierHead.Type] = [LogisticHead.self, NeuralHead.self]

  /// The kind of a name.
  static func named(_ name: String) -> (any ClassifierHead.Type)? {
    all.first { $0.name == name }
  }
}

/// Features of texts, with their classes.
public struct LabeledFeatures: Sendable {
  /// One row per example.
  public let features: FeatureMatrix
  /// The class of each example, below `classes`.
  public let labels: [Int]
  /// The number of classes, at least 2.
  public let classes: Int

  /// Features with a class for each row.
  public init(_ features: FeatureMatrix, labels: [Int], classes: Int) {
    precondition(classes >= 2, "\(classes) classes cannot be told apart")
    precondition(features.rows == labels.count, "\(labels.count) labels, \(features.rows) rows")
    precondition(
      labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label is outside of 0 ..< \(classes)")
    self.features = features
    self.labels = labels
    self.classes = classes
  }

  /// Some of the examples.
  func examples(at indices: [Int]) -> LabeledFeatures {
    LabeledFeatures(
      features.rows(at: indices), labels: indices.map { labels[$0] }, classes: classes)
  }

  /// A tenth of the examples, in which every class has its share, and the others.
  ///
  /// With very few examples both parts are the whole.
  func split(seed: UInt64) -> (training: LabeledFeatures, held: LabeledFeatures) {
    let parts = StratifiedFolds.assign(labels, classes: classes, count: 10, seed: seed)
    let held = labels.indices.filter { parts[$0] == 0 }
    guard labels.count >= 10 else { return (self, self) }
    return (examples(at: labels.indices.filter { parts[$0] != 0 }), examples(at: held))
  }
}

/// How a head learns.
public struct HeadOptions: Sendable {
  /// What the held-out part, the initial weights and the order of the examples depend on.
  public var seed: UInt64 = 1
  /// C of the logistic regression; nil chooses it on a held-out part.
  public var inverseRegularization: Double?
  /// Units of the hidden layer of the neural head.
  public var hiddenSize = 64
  /// Called between the steps of a fit, with what is done and what is to do at the most; throws to
  /// end it.
  public var progress: @Sendable (_ done: Int, _ total: Int) throws -> Void = { _, _ in }

  /// The defaults.
  public init() {}
}
