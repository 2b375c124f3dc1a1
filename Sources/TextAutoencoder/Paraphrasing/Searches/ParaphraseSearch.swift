import AutoencoderModel

/// A way to find drafts of paraphrases.
protocol ParaphraseSearch: Sendable {
  /// The longest sentence that it takes, in words and marks.
  static var mostWords: Int { get }

  /// Drafts with their similarities, in any order; they are judged afterwards.
  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft]
}

extension ParaphraseSearch {
  /// 60: the work of changing a sentence in all places grows faster than the square of its length.
  static var mostWords: Int { 60 }
}

/// All ways to find paraphrases.
enum ParaphraseSearches {
  static let all: [any ParaphraseSearch.Type] = [
    NeighborSearch.self, NeighborEditing.self, PhraseExchange.self, WordExchange.self,
    DecoderSearch.self,
  ]
}
