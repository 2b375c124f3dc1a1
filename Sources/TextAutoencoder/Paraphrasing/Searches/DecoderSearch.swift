import AutoencoderModel
import LanguageModel

/// What the decoder writes from the vector of the sentence and from points near it.
enum DecoderSearch: ParaphraseSearch {
  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft] {
    var options = paraphraser.options
    options.count = options.beam + options.samples + options.moves
    guard paraphraser.model.reconstructs, options.count > 0 else { return [] }
    let found = try paraphraser.model.paraphrases(of: sentence.text, options: options)
    let drafts = found.map {
      ParaphraseDraft(WrittenWord.all(in: $0.text).inside, origin: $0.origin, source: sentence.keys)
    }
    return try work.withSimilarities(drafts.filter(work.readsWell))
  }
}
