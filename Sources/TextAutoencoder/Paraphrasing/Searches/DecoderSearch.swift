import AutoencoderModel

/// What the decoder writes from the vector of the sentence and from points near it.
enum DecoderSearch: ParaphraseSearch {
  static let mostWords = Int.max

  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft] {
    var options = paraphraser.options
    options.count = options.beam + options.samples + options.moves
    guard options.count > 0, let decoder = paraphraser.decoder, decoder.reconstructs else {
      return []
    }
    let drafts = try decoder.paraphrases(of: sentence.text, options: options).map {
      ParaphraseDraft($0.text, origin: $0.origin, source: sentence.keys)
    }
    return try work.withSimilarities(drafts.filter(work.readsWell))
  }
}
