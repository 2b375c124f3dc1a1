import LexicalSearch

/// Ranks documents by their vectors: half the mean of the sentences nearest to the query, half the whole.
///
/// The vectors of a document are those of ``DocumentVectors``.
package struct DocumentRanker: Ranker {
  private let vectors: VectorRanker
  private let groups: WordCollection
  private let bestSentences: Int

  /// Ranks the documents of an index with groups, whose vectors `vectors` ranks.
  package init(vectors: VectorRanker, groups: WordCollection, bestSentences: Int) {
    self.vectors = vectors
    self.groups = groups
    self.bestSentences = bestSentences
  }

  package var count: Int { groups.count }

  package func best(_ count: Int) throws -> Candidates {
    var wanted = 4 * count
    while true {
      let found = try vectors.best(min(wanted, vectors.count))
      var ids: [Int] = []
      var seen: Set<Int> = []
      for row in found.ids {
        let id = try groups.text(ofRow: row)
        if seen.insert(id).inserted { ids.append(id) }
      }
      if wanted >= vectors.count {
        ids += groups.documents.filter { !seen.contains($0) }
        return Candidates(ids: ids, bound: -1)
      }
      // A mean is not above the best of its vectors; without a vector, the score is 0.
      if ids.count >= count { return Candidates(ids: ids, bound: max(0, found.bound)) }
      wanted *= 4
    }
  }

  package func scores(of ids: [Int]) throws -> [Float] {
    try ids.map { id in
      let scores = try vectors.scores(of: Array(groups.rows(id)))
      // The last of several vectors is that of the whole.
      let best = scores.prefix(max(1, scores.count - 1)).sorted(by: >).prefix(bestSentences)
      guard let whole = scores.last else { return 0 }
      return (best.reduce(0, +) / Float(best.count) + whole) / 2
    }
  }

  /// The place of the nearest among the sentences of a document; nil if it has none.
  package func nearestSentence(of id: Int) throws -> Int? {
    let range = try groups.rows(id)
    let sentences = range.prefix(max(1, range.count - 1))
    let scores = try vectors.scores(of: Array(sentences))
    return zip(sentences, scores).max { $0.1 != $1.1 ? $0.1 < $1.1 : $0.0 > $1.0 }?.0
  }
}
