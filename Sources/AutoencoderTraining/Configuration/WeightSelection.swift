/// Which weights of a run are the best, by a measure on held-out sentences.
public enum WeightSelection: String, CaseIterable, Codable, Sendable {
  /// Those of the lowest loss, the sum of the objectives.
  case loss
  /// Those with which damaged copies and halves of sentences find their sentences best.
  case retrieval
}
