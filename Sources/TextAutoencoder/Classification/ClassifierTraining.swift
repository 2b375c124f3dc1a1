import AutoencoderModel
import AutoencoderTraining
import Classification
import FileFormats
import Foundation
import TensorKit

/// Trains a classifier with its encoder, and writes both.
///
/// ```swift
/// let training = ClassifierTraining(texts: texts, labels: labels)
/// let classifier = try training.train(from: "reviews.textae", output: "stars.classifier")
/// print(try classifier.predict(["cold soup ."])[0].label)
/// ```
public struct ClassifierTraining {
  /// The examples.
  public let texts: [String]
  /// The class of each text.
  public let labels: [String]
  /// What is trained.
  public var mode = ClassifierMode.frozen
  /// The kind of head, of a classifier whose encoder is frozen.
  public var head: any ClassifierHead.Type = LogisticHead.self
  /// How that head learns.
  public var options = HeadOptions()
  /// Passes over the examples, where the encoder is trained.
  public var epochs = 8
  /// The learning rate of the head, where the encoder is trained.
  public var learningRate: Float = 2e-3
  /// A factor on the learning rate for the encoder.
  public var encoderLearningRateFactor: Float = 0.25
  /// The weight of the classes in joint training; reconstruction has the weight 1.
  public var weight = 5.0
  /// The number format of an autoencoder's matrix products; nil for the faster of `f32` and `bf16`.
  ///
  /// `int8` is for a frozen encoder; one that is trained takes it for nil.
  public var precision: EncodingPrecision?
  /// The number of threads; 0 for one per core. The result does not depend on it.
  public var threads = 0

  /// A training on texts with a class each.
  public init(texts: [String], labels: [String]) {
    precondition(texts.count == labels.count, "\(labels.count) labels of \(texts.count) texts")
    self.texts = texts
    self.labels = labels
  }

  /// Trains and writes a classifier.
  ///
  /// - Parameters:
  ///   - model: the encoder: any model that embeds or counts words; an autoencoder for a mode other than
  ///     frozen.
  ///   - output: the folder to write.
  ///   - existing: what to do if it exists.
  ///   - events: callbacks for the training of an encoder.
  /// - Returns: the classifier; nil if `events` asked to stop.
  /// - Throws: `ClassificationError`, and the errors of the model and of its training.
  public func train(
    from model: String, output: String, existing: OverwritePolicy = .refuse,
    events: PipelineEvents = PipelineEvents()
  ) throws -> TextClassifier? {
    let own = OwnEncoder(ClassifierFile.ownEncoder, of: output)
    guard mode != .frozen else {
      var store = ModelStore.Options()
      store.threads = threads
      store.precision = precision
      let classifier = try TextClassifier.train(
        on: texts, labels: labels,
        features: try ModelStore.open(model, options: store).textFeatures,
        head: head, options: options, pool: WorkerPool(threads: threads))
      try ClassifierFile(
        classifier, path: output, mode: mode.rawValue, encoderPath: model
      ).write(existing: existing)
      own.removeEarlier()
      return classifier
    }
    let classes = try SentenceLabels(labels)
    let trained = try own.train(
      plan(from: model, classes), on: texts, events: events
    ) { directory in
      let encoder = try SentenceAutoencoder(contentsOf: directory.path, threads: threads)
      let layer = try ClassWeights(
        ofTrainingIn: directory.path, classes: classes.classes.count, dimension: encoder.dimension)
      return TextClassifier(
        labels: classes.classes, features: VectorFeatures(encoder),
        head: LogisticHead(weights: layer.weights, intercepts: layer.bias))
    }
    guard let classifier = trained else { return nil }
    try own.write {
      try ClassifierFile(
        classifier, path: output, mode: mode.rawValue, encoderPath: ClassifierFile.ownEncoder
      ).write(existing: existing)
    }
    return classifier
  }

  private func plan(from model: String, _ classes: SentenceLabels) throws -> TrainingPlan {
    var plan = TrainingPlan()
    let pretrained =
      try ModelStore.folder(of: model).map { try PretrainedModel($0) }
      ?? PretrainedModel(contentsOf: model)
    plan.pretrainedModel = pretrained
    plan.options.objectives =
      mode == .joint ? [.reconstruct, .classify(weight: WeightSchedule(weight))] : [.classify]
    plan.options.keepPenalties(of: pretrained)
    plan.labels = classes
    plan.options.epochs = epochs
    plan.options.batchSize = 32
    plan.options.learningRate = learningRate
    plan.options.encoderLearningRateFactor = encoderLearningRateFactor
    plan.options.validationFraction = 0.1
    plan.options.patience = 3
    plan.options.softmaxSample = 4_096
    plan.options.seed = options.seed
    plan.precision = precision == .int8 ? nil : precision?.products
    plan.threads = threads
    return plan
  }
}
