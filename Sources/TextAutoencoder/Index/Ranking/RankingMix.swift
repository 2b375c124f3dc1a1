import LexicalSearch

/// How the scores of vectors and of words are weighted in one score.
///
/// A score is `vectorShare` × cosine + (1 − `vectorShare`) × the score of the words. The values were
/// tuned on the development part of STS-B for sentences, and on Cranfield for documents.
public struct RankingMix: Sendable {
  /// The share of the cosine, 0 to 1.
  public var vectorShare: Double
  /// What scores the words.
  public var scoring: any WordScoring
  /// How many sentences of a document count: half its cosine is the mean of its nearest ones, half
  /// that of the whole.
  public var bestSentences: Int

  /// A mix.
  public init(vectorShare: Double, scoring: any WordScoring, bestSentences: Int = 2) {
    precondition((0...1).contains(vectorShare), "a share of \(vectorShare)")
    precondition(bestSentences > 0, "\(bestSentences) sentences")
    self.vectorShare = vectorShare
    self.scoring = scoring
    self.bestSentences = bestSentences
  }

  /// For single sentences: the cosines of both kinds of vectors.
  public static let sentences = RankingMix(vectorShare: 0.4, scoring: TFIDFCosine())
  /// For texts of several sentences: BM25, the nearest two sentences and the whole.
  public static let documents = RankingMix(vectorShare: 0.3, scoring: BM25())
}
