/// What is trained with a classifier.
public enum ClassifierMode: String, CaseIterable, Sendable {
  /// The head alone: the encoder does not change.
  case frozen
  /// The encoder learns the classes too, from where its own training left it.
  case fineTune = "fine-tune"
  /// The encoder learns the classes and goes on to reconstruct the sentences.
  case joint
}
