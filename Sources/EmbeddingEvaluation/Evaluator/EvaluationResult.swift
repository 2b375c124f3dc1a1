import TensorKit

/// The figures of one file; those that its kind does not have are absent.
public struct EvaluationResult: Codable, Sendable {
  /// The path of the file.
  public var file: String
  /// What the file asks.
  public var kind: EvaluationKind
  /// How many examples were used: pairs, sentences or questions.
  public var pairs: Int
  /// Examples left out because the file gives them no score.
  public var unscored: Int?
  /// Examples left out because the vocabulary lacks one of their words.
  public var outOfVocabulary: Int?

  /// Spearman's ρ of the similarity with the score, −1 to 1; absent if undefined.
  public var spearman: Double?
  /// Pearson's r of the similarity with the score, −1 to 1; absent if undefined.
  public var pearson: Double?

  /// The share of right answers, 0 to 1; of paraphrases at the best threshold.
  public var accuracy: Double?
  /// The mean over the classes of the F1 measure; of paraphrases the F1 at its best threshold.
  public var f1: Double?
  /// The share of the most frequent class, which a classifier must exceed to have learned.
  public var majority: Double?
  /// How many classes there are.
  public var classes: Int?
  /// In how many parts the examples were split; absent if the file has a part to learn from.
  public var folds: Int?

  /// The area under precision over recall when pairs are ordered by similarity.
  public var averagePrecision: Double?

  /// The mean of 1 / rank of the right answer.
  public var meanReciprocalRank: Double?
  /// The share of queries whose right answer is among the first 1, 5 or 10.
  public var recallAt1: Double?
  /// See `recallAt1`.
  public var recallAt5: Double?
  /// See `recallAt1`.
  public var recallAt10: Double?
  /// Among how many candidates answers are looked for.
  public var candidates: Int?

  /// The figures of the sections of an analogy file.
  public var sections: [Section]?

  /// How far each figure would move with other examples.
  public var intervals: [String: ConfidenceInterval] = [:]

  /// The share of right answers in one section.
  public struct Section: Codable, Hashable, Sendable {
    /// The heading.
    public let name: String
    /// How many questions were put.
    public let questions: Int
    /// The share answered.
    public let accuracy: Double
  }

  init(_ file: EvaluationFile, pairs: Int? = nil) {
    self.file = file.path
    kind = file.kind
    self.pairs = pairs ?? file.count
    unscored = file.unscored > 0 ? file.unscored : nil
  }
}

/// The figures of one file, with what every example contributed, so that two can be compared.
public struct Evaluation: Sendable {
  /// The figures.
  public let result: EvaluationResult
  /// What each example contributed: a similarity, a reciprocal rank, or 1 for right and 0 for wrong.
  public let examples: [Double]
  /// The scores that the similarities are correlated with, for pairs.
  public let gold: [Double]?

  /// How much better this is than `other` on the same file, or nil if they cannot be compared.
  ///
  /// The difference is that of Spearman's ρ for pairs, else of the mean contribution.
  public func difference(
    from other: Evaluation, bootstrap: Bootstrap, pool: WorkerPool
  ) -> PairedDifference? {
    guard examples.count == other.examples.count, gold == other.gold, !examples.isEmpty else {
      return nil
    }
    if let gold {
      return .spearman(examples, other.examples, gold: gold, bootstrap: bootstrap, pool: pool)
    }
    return .mean(examples, other.examples, bootstrap: bootstrap, pool: pool)
  }
}
