/// Sentences of the text that mean nearly the same.
enum NeighborSearch: ParaphraseSearch {
  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) -> [ParaphraseDraft] {
    work.neighbors
  }
}
