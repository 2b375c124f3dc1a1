/// How well a document answers a query, judged by the words they share.
///
/// A score is the sum over the terms of the query of weight × part, divided by the scale of the query.
/// The weight depends on the query and the collection, the part on the document. All scores are
/// between 0 and 1. A kind of scoring is one type, listed in ``WordScorings``.
public protocol WordScoring: Sendable {
  /// The name on the command line.
  static var name: String { get }
  /// What it is, as one sentence of help.
  static var help: String { get }

  init()

  /// What a term counts, at least 0, that a query has `count` times, and `frequency` documents have.
  func weight(count: Double, frequency: Int, _ collection: LexicalStatistics) -> Double

  /// What the sum is divided by, for the weights and inverse frequencies of all terms of a query.
  func scale(_ terms: [(count: Double, frequency: Int)], _ collection: LexicalStatistics) -> Double

  /// What a document adds for a term that it has `count` times, before the weight.
  ///
  /// `length` is the number of its words, `norm` the length of its TF-IDF vector. More for a higher
  /// count, less for a greater length or norm.
  func part(
    count: UInt32, length: UInt32, norm: Float, _ collection: LexicalStatistics
  ) -> Double

  /// The most that `part` is for postings with these bounds.
  func highestPart(
    count: UInt32, length: UInt32, share: Float, _ collection: LexicalStatistics
  ) -> Double
}

/// The kinds of scoring by words.
public enum WordScorings {
  /// All kinds.
  public static let all: [any WordScoring.Type] = [TFIDFCosine.self, BM25.self]

  /// The kind of this name, or nil.
  public static func named(_ name: String) -> (any WordScoring)? {
    all.first { $0.name == name }?.init()
  }
}
