/// Two sentences and how similar their meanings are.
public struct GradedPair: Sendable, Equatable {
  /// How two sentences relate; a greater raw value means a greater similarity.
  public enum Grade: Int, Sendable, CaseIterable {
    /// Another topic, and no filler in common.
    case unrelated = 0
    /// Another event of the same topic.
    case sameTopic = 1
    /// The same event and the same participants, two of whom have swapped places.
    case rolesSwapped = 2
    /// The same event with one participant or circumstance replaced.
    case oneRoleChanged = 3
    /// The same meaning in other words.
    case paraphrase = 4
  }

  /// The first sentence, whose meaning is held out from training.
  public let first: String
  /// The second sentence.
  public let second: String
  /// How the second relates to the first.
  public let grade: Grade
}
