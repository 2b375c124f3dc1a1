import TensorKit

/// Mixes the scores of two rankers.
///
/// Both propose their best texts, and every text that either proposes is scored by both. No other text
/// has more than the mix of both bounds: the threshold algorithm (Fagin, Lotem and Naor 2003, "Optimal
/// aggregation algorithms for middleware").
package struct HybridRanker: Ranker {
  private let vectors: any Ranker
  private let words: any Ranker
  private let vectorShare: Double

  /// Mixes two rankers of the same texts; `vectorShare` is the share of the first.
  package init(vectors: any Ranker, words: any Ranker, vectorShare: Double) {
    precondition(
      vectors.count == words.count, "\(vectors.count) vectors, \(words.count) texts")
    self.vectors = vectors
    self.words = words
    self.vectorShare = vectorShare
  }

  package var count: Int { vectors.count }

  package func best(_ count: Int) throws -> Candidates {
    let (first, second) = (try vectors.best(count), try words.best(count))
    return Candidates(
      ids: Set(first.ids + second.ids).sorted(), bound: mixed(first.bound, second.bound))
  }

  package func scores(of ids: [Int]) throws -> [Float] {
    zip(try vectors.scores(of: ids), try words.scores(of: ids)).map { mixed($0, $1) }
  }

  private func mixed(_ vector: Float, _ word: Float) -> Float {
    Float(vectorShare * Double(vector) + (1 - vectorShare) * Double(word))
  }
}
