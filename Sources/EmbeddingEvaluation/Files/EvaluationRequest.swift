/// What the caller knows about a file of examples, so that it need not be detected.
public struct EvaluationRequest: Hashable, Sendable {
  /// What the file asks; nil to detect it.
  public var kind: EvaluationKind?
  /// The columns of a table, as numbers counted from 1 or as names in its header.
  ///
  /// First those of the texts, in order, then the one of the score or the class, if the kind has
  /// one. Columns can only be chosen together with the kind. Empty to detect them.
  public var columns: [String]

  /// A request; without arguments, everything is detected.
  public init(kind: EvaluationKind? = nil, columns: [String] = []) {
    precondition(kind != nil || columns.isEmpty, "columns \(columns) of no kind")
    self.kind = kind
    self.columns = columns
  }
}

extension EvaluationKind {
  /// How many texts an example has.
  var textCount: Int {
    switch self {
    case .similarity, .paraphrase, .retrieval, .wordSimilarity: 2
    case .classification, .wordOrder, .documentRetrieval: 1
    case .wordAnalogy: 4
    }
  }

  /// Whether a score or a class belongs to an example.
  var hasJudgment: Bool {
    self != .retrieval && self != .documentRetrieval && self != .wordAnalogy
  }

  /// What a row holds, as a message names it.
  var columnNames: String {
    switch self {
    case .similarity, .paraphrase: "both sentences and the score"
    case .wordSimilarity: "both words and the score"
    case .retrieval: "both sentences"
    case .documentRetrieval: "the text"
    case .classification, .wordOrder: "the sentence and its class"
    case .wordAnalogy: "the four words"
    }
  }
}
