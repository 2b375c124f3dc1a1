/// A change to a sentence, to see whether its vector changes too.
public enum ProbeKind: String, Codable, CaseIterable, Sendable {
  /// The same words in another order, with another meaning.
  case wordOrder
  /// The statement negated.
  case negation
  /// One important word replaced.
  case oneWord
  /// The same statement in more words that add nothing.
  case length
  /// The same statement in other words.
  case paraphrase

  /// Whether the meaning changes, so that the vector should change too; otherwise it should stay.
  public var changesMeaning: Bool {
    switch self {
    case .wordOrder, .negation, .oneWord: true
    case .length, .paraphrase: false
    }
  }

  /// The name in headings.
  public var title: String {
    switch self {
    case .wordOrder: "word order"
    case .negation: "negation"
    case .oneWord: "one word changed"
    case .length: "length"
    case .paraphrase: "paraphrase"
    }
  }
}
