/// The figures of one file; those that do not apply to its kind are absent.
public struct EvaluationResult: Codable, Sendable {
  /// The path of the file.
  public var file: String
  /// What the file asks.
  public var kind: EvaluationKind
  /// The number of examples used: pairs, sentences or questions.
  public var pairs: Int
  /// Examples left out because the file gives them no score.
  public var unscored: Int?
  /// Examples left out because the vocabulary lacks one of their words.
  public var outOfVocabulary: Int?

  /// Spearman's ρ of the similarity with the score, −1 to 1; absent if undefined.
  public var spearman: Double?
  /// Pearson's r of the similarity with the score, −1 to 1; absent if undefined.
  public var pearson: Double?

  /// The share of right answers, 0 to 1; for paraphrases, at the best threshold.
  public var accuracy: Double?
  /// The mean F1 of the classes; for paraphrases, F1 at its best threshold.
  public var f1: Double?
  /// The share of the most frequent class, which a useful classifier must exceed.
  public var majority: Double?
  /// The number of classes.
  public var classes: Int?
  /// The number of folds of the cross-validation; absent if there were sentences to learn from.
  public var folds: Int?

  /// The area under the precision-recall curve of pairs ordered by similarity.
  public var averagePrecision: Double?

  /// The mean of 1 / rank of the right answer.
  public var meanReciprocalRank: Double?
  /// The share of queries whose right answer is the first.
  public var recallAt1: Double?
  /// The share of queries whose right answer is among the first 5.
  public var recallAt5: Double?
  /// The share of queries whose right answer is among the first 10; of relevant documents, the mean
  /// share.
  public var recallAt10: Double?
  /// The share of relevant documents that are among the first 100.
  public var recallAt100: Double?
  /// The mean over queries of the average precision of the ranking.
  public var meanAveragePrecision: Double?
  /// The mean over queries of the normalized discounted cumulative gain of the first 10 documents.
  public var normalizedGainAt10: Double?
  /// The number of candidates among which answers are searched.
  public var candidates: Int?

  /// The figures of the sections of an analogy file.
  public var sections: [Section]?

  /// How much each figure would vary with other examples.
  public var intervals: [String: ConfidenceInterval] = [:]

  /// The share of right answers in one section.
  public struct Section: Codable, Hashable, Sendable {
    /// The heading.
    public let name: String
    /// The number of questions.
    public let questions: Int
    /// The share answered correctly.
    public let accuracy: Double
  }

  init(_ file: EvaluationFile, pairs: Int? = nil) {
    self.file = file.path
    kind = file.kind
    self.pairs = pairs ?? file.count
    unscored = file.unscored > 0 ? file.unscored : nil
  }
}
