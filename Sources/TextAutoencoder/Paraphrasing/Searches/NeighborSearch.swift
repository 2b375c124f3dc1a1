/// Sentences of the text that mean nearly the same.
enum NeighborSearch: ParaphraseSearch {
  static let mostWords = Int.max

  /// The neighbors, compared as they would be shown: between the marks of the sentence.
  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft] {
    try work.withSimilarities(work.neighbors)
  }
}
