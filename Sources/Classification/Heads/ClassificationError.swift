/// Why a classifier cannot be trained or used.
public enum ClassificationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are no examples, or all belong to one class.
  case tooFewClasses([String])
  /// The head learns from vectors only, and these are counted words.
  case needsVectors(head: String)
  /// What makes the features is not what the classifier was trained with.
  case otherEncoder(classifier: String, encoder: String)
  /// The encoder is not where the classifier says.
  case missingEncoder(classifier: String, encoder: String)

  /// What happened, as a clause.
  public var description: String {
    switch self {
    case .tooFewClasses(let classes):
      classes.isEmpty
        ? "no examples to learn from"
        : "every example has the class \"\(classes[0])\", so there is nothing to tell apart"
    case .needsVectors(let head): "the head \(head) learns from vectors, not from counted words"
    case .otherEncoder(let classifier, let encoder):
      "\(classifier): it was trained with another encoder than \(encoder)"
    case .missingEncoder(let classifier, let encoder):
      "\(classifier): its encoder is not at \(encoder)"
    }
  }
}
