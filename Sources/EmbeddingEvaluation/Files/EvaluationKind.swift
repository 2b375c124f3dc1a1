/// What an evaluation file asks of an embedder.
public enum EvaluationKind: String, Codable, CaseIterable, Sendable {
  /// Pairs of sentences with a score of their likeness: correlation.
  case similarity
  /// Pairs of sentences that mean the same or do not: correlation, average precision.
  case paraphrase
  /// Pairs of sentences that belong together: rank of the second among all.
  case retrieval
  /// Sentences with a class each: accuracy of a linear classifier.
  case classification
  /// Sentences that tell who acts on whom, made here and not read: accuracy of a linear classifier.
  case wordOrder
  /// Pairs of words with a score of their likeness: correlation.
  case wordSimilarity
  /// Questions "a is to b as c is to what": accuracy.
  case wordAnalogy

  /// Whether it is put to a vocabulary of words rather than to sentences.
  public var isAboutWords: Bool { self == .wordSimilarity || self == .wordAnalogy }
}

/// Two texts and how alike people found them.
public struct ScoredPair: Hashable, Sendable {
  /// The first sentence or word.
  public let first: String
  /// The second sentence or word.
  public let second: String
  /// Larger for more alike; in retrieval, where no score is given, 1.
  public let score: Double

  /// A pair from its parts.
  public init(first: String, second: String, score: Double) {
    self.first = first
    self.second = second
    self.score = score
  }
}

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

/// A question: `first` is to `second` as `third` is to `answer`.
public struct AnalogyQuestion: Hashable, Sendable {
  /// The heading under which it stands, empty if there is none.
  public let section: String
  /// "Athens", in a question about capitals.
  public let first: String
  /// "Greece".
  public let second: String
  /// "Oslo".
  public let third: String
  /// "Norway".
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
