/// The result of ``FrameCorpus/expand(count:seed:pairCount:)``.
public struct FrameExpansion: Sendable {
  /// Sentences to train on, all different, in random order.
  public let training: [String]
  /// Sentences whose meanings do not occur in training in any wording.
  public let heldOut: [String]
  /// Pairs of sentences of known similarity, equally many of each grade, best grades first.
  public let pairs: [GradedPair]
}
