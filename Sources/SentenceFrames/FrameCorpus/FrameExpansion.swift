/// What ``FrameCorpus/expand(count:seed:pairCount:)`` makes of the frames.
public struct FrameExpansion: Sendable {
  /// Sentences to train on, all different, in random order.
  public let training: [String]
  /// Sentences whose meanings training never saw in any wording.
  public let heldOut: [String]
  /// Pairs of sentences of known likeness, equally many of each grade, best grades first.
  public let pairs: [GradedPair]
}

/// Two sentences and how alike they are in meaning.
public struct GradedPair: Sendable, Equatable {
  /// How two sentences relate; a greater raw value is a greater likeness.
  public enum Grade: Int, Sendable, CaseIterable {
    /// Another topic, and no filler in common.
    case unrelated = 0
    /// Another event of the same topic.
    case sameTopic = 1
    /// The same event and the same participants, two of whom have changed places.
    case rolesSwapped = 2
    /// The same event with one participant or circumstance exchanged.
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
