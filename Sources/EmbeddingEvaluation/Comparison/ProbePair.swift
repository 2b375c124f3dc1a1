/// What is done to a sentence to see whether its vector follows.
public enum ProbeKind: String, Codable, CaseIterable, Sendable {
  /// The same words in another order, with another meaning.
  case wordOrder
  /// The same statement denied.
  case negation
  /// One word that matters exchanged.
  case oneWord
  /// The same statement made longer without adding to it.
  case length
  /// The same statement in other words.
  case paraphrase

  /// Whether the meaning changes, so that the vector should; else it should stay.
  public var changesMeaning: Bool {
    switch self {
    case .wordOrder, .negation, .oneWord: true
    case .length, .paraphrase: false
    }
  }

  /// As a heading.
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

/// A sentence and what becomes of it.
public struct ProbePair: Codable, Hashable, Sendable {
  /// What is done.
  public let kind: ProbeKind
  /// The sentence.
  public let first: String
  /// The sentence changed.
  public let second: String

  /// A pair from its parts.
  public init(kind: ProbeKind, first: String, second: String) {
    self.kind = kind
    self.first = first
    self.second = second
  }

  /// The built-in pairs, at least twenty of every kind.
  public static var builtIn: [ProbePair] {
    ProbeKind.allCases.flatMap { kind in
      sentences(kind).map { ProbePair(kind: kind, first: $0.0, second: $0.1) }
    }
  }

  private static func sentences(_ kind: ProbeKind) -> [(String, String)] {
    switch kind {
    case .wordOrder: ProbeSentences.wordOrder
    case .negation: ProbeSentences.negation
    case .oneWord: ProbeSentences.oneWord
    case .length: ProbeSentences.length
    case .paraphrase: ProbeSentences.paraphrase
    }
  }
}
