/// A sentence before and after a change.
public struct ProbePair: Codable, Hashable, Sendable {
  /// The kind of change.
  public let kind: ProbeKind
  /// The sentence.
  public let first: String
  /// The sentence after the change.
  public let second: String

  /// A pair from its parts.
  public init(kind: ProbeKind, first: String, second: String) {
    self.kind = kind
    self.first = first
    self.second = second
  }

  /// The built-in pairs, at least twenty of each kind.
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
