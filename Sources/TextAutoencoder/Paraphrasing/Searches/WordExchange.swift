import LanguageModel
import SkipGram

/// The sentence with words exchanged for those that occur in the same company, one after the other.
///
/// The neighbors come from skip-gram vectors, the choice among them is made by the vector of the whole
/// sentence and by the language model.
enum WordExchange: ParaphraseSearch {
  /// Neighbors of a word to try, and drafts that are kept after a round.
  private static let choices = 20
  private static let width = 8
  private static let rounds = 4
  /// The least cosine of two words.
  private static let leastWordSimilarity: Float = 0.45
  /// The least cosine of the sentences: other words in the same place change the vector little, and the
  /// meaning much.
  private static let leastSimilarity = 0.93

  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft] {
    guard let vectors = paraphraser.words else { return [] }
    var neighbors: [String: [String]] = [:]
    func others(_ key: String) -> [String] {
      if let known = neighbors[key] { return known }
      let found = work.isSmall(key) ? [] : try? vectors.neighbors(of: key, count: choices)
      let words = (found ?? []).filter { $0.score >= leastWordSimilarity }.map(\.word)
        .filter { !work.isSmall($0) }
      neighbors[key] = words
      return words
    }
    var beam = [sentence.draft]
    var found: [ParaphraseDraft] = []
    var seen: Set<[String]> = []
    for _ in 0..<rounds {
      var drafts: [ParaphraseDraft] = []
      for start in beam {
        for place in start.words.indices where start.keys[place] == sentence.keys[place] {
          for other in others(start.keys[place]) {
            var word = start.words[place]
            word.text = word.text.first?.isUppercase == true ? other.capitalized : other
            let draft = sentence.changed(
              start.words.replacing(place..<place + 1, with: [word]), source: sentence.keys)
            if seen.insert(draft.keys).inserted, sentence.keepsMarks(draft), work.readsWell(draft) {
              drafts.append(draft)
            }
          }
        }
      }
      let scored = try work.withSimilarities(drafts).filter { $0.similarity >= leastSimilarity }
      guard !scored.isEmpty else { break }
      found += scored
      beam = Array(scored.sorted(by: ParaphraseDraft.isNearer).prefix(width))
    }
    return found
  }
}
