/// Why anomalies cannot be detected.
public enum AnomalyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Too few normal texts to learn from.
  case tooFewTexts(count: Int, needed: Int)
  /// The vectors of the normal texts do not vary.
  case noVariation
  /// What makes the vectors is not what the detectors learned from.
  case otherEncoder(model: String, encoder: String)
  /// The encoder is not where the model says.
  case missingEncoder(model: String, encoder: String)
  /// There is no detector of this name.
  case unknownDetector(String, known: [String])
  /// A labeled file has only normal texts, or none.
  case oneKind(path: String, normal: Int, anomalous: Int)

  /// What happened, as a clause.
  public var description: String {
    switch self {
    case .tooFewTexts(let count, let needed):
      "too few normal texts: \(count), of \(needed) that are needed"
    case .noVariation: "all normal texts have the same vector"
    case .otherEncoder(let model, let encoder):
      "\(model): it was fitted with another encoder than \(encoder)"
    case .missingEncoder(let model, let encoder): "\(model): its encoder is not at \(encoder)"
    case .unknownDetector(let name, let known):
      "no detector \"\(name)\", only " + known.joined(separator: ", ")
    case .oneKind(let path, let normal, let anomalous):
      "\(path): \(normal) normal texts and \(anomalous) others, so there is nothing to tell apart"
    }
  }
}
