/// The class of a text, as a classifier sees it.
public struct ClassPrediction: Equatable, Sendable {
  /// The most probable class.
  public let label: String
  /// Its probability.
  public let probability: Double
  /// The probabilities of all classes, in the order of the classifier.
  public let probabilities: [Double]
}
