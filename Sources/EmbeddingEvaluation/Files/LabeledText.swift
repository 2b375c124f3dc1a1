/// A text and the class it belongs to.
public struct LabeledText: Hashable, Sendable {
  /// The class.
  public let label: String
  /// The sentence.
  public let text: String

  /// A text with its class.
  public init(label: String, text: String) {
    self.label = label
    self.text = text
  }
}
