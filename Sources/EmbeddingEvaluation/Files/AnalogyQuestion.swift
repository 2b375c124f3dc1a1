/// A question: `first` is to `second` as `third` is to `answer`.
public struct AnalogyQuestion: Hashable, Sendable {
  /// The heading above it; empty without one.
  public let section: String
  /// For example "Athens", in a question about capitals.
  public let first: String
  /// For example "Greece".
  public let second: String
  /// For example "Oslo".
  public let third: String
  /// For example "Norway".
  public let answer: String

  /// A question from its parts.
  public init(section: String, first: String, second: String, third: String, answer: String) {
    self.section = section
    self.first = first
    self.second = second
    self.third = third
    self.answer = answer
  }
}
