import AutoencoderModel

/// A way to find drafts of paraphrases.
protocol ParaphraseSearch: Sendable {
  /// Drafts with their similarities, in any order; they are judged afterwards.
  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft]
}

/// All ways to find paraphrases.
enum ParaphraseSearches {
  static let all: [any ParaphraseSearch.Type] = [
    NeighborSearch.self, NeighborEditing.self, PhraseExchange.self, WordExchange.self,
    DecoderSearch.self,
  ]
}
