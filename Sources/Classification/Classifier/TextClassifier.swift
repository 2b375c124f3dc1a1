import DataStructures
import TensorKit

/// Tells the class of a text, after learning from texts with their classes.
///
/// ```swift
/// let classifier = try TextClassifier.train(
///   on: ["great food .", "the soup was cold ."], labels: ["good", "bad"],
///   features: VectorFeatures(model))
/// print(try classifier.predict(["cold tea ."])[0].label)
/// ```
/// The features may come from any embedder, or be counted words; a head learns the classes from them.
public struct TextClassifier: Sendable {
  /// The classes, in the order of their bytes.
  public let labels: [String]
  /// What turns texts into numbers.
  public let features: any TextFeatures
  /// What turns the numbers into probabilities.
  public let head: any ClassifierHead

  /// A classifier of parts that fit together.
  public init(labels: [String], features: any TextFeatures, head: any ClassifierHead) {
    self.labels = labels
    self.features = features
    self.head = head
  }

  /// Trains a head on the features of texts.
  ///
  /// - Parameters:
  ///   - texts: the examples.
  ///   - labels: the class of each text.
  ///   - features: what turns texts into numbers; it does not change.
  ///   - kind: the kind of head.
  ///   - options: how the head learns.
  ///   - pool: the threads to use; the result does not depend on them.
  /// - Returns: the classifier.
  /// - Throws: ``ClassificationError``, and the errors of the embedder.
  public static func train(
    on texts: [String], labels: [String], features: any TextFeatures,
    head kind: any ClassifierHead.Type = LogisticHead.self, options: HeadOptions = HeadOptions(),
    pool: WorkerPool = WorkerPool()
  ) throws -> TextClassifier {
    let classes = NumberedNames(sorting: labels)
    guard classes.names.count >= 2 else {
      throw ClassificationError.tooFewClasses(classes.names)
    }
    let examples = LabeledFeatures(
      try features.features(of: texts), labels: labels.compactMap(classes.number),
      classes: classes.names.count)
    return TextClassifier(
      labels: classes.names, features: features,
      head: try kind.fit(examples, options, pool: pool))
  }

  /// The class of every text, in their order.
  public func predict(_ texts: [String]) throws -> [ClassPrediction] {
    head.probabilities(of: try features.features(of: texts)).map { probabilities in
      let best = probabilities.largestIndex
      return ClassPrediction(
        label: labels[best], probability: probabilities[best], probabilities: probabilities)
    }
  }

  /// Compares the predicted classes of texts with the true ones.
  ///
  /// A class that the classifier never saw is one that it always misses; such classes come last.
  public func evaluate(_ texts: [String], labels: [String]) throws -> ClassificationReport {
    let known = NumberedNames(self.labels)
    let unseen = NumberedNames(sorting: labels.filter { known.number(of: $0) == nil }).names
    let all = NumberedNames(self.labels + unseen)
    return ClassificationReport(
      predictions: try predict(texts).map(\.probabilities.largestIndex),
      labels: labels.compactMap(all.number), classes: all.names)
  }
}
