import LanguageModel

/// The sentence with phrases exchanged for what sentences of the text have in the same place.
///
/// Two words that the sentence and another have in common, in the same order, are taken as anchors; what
/// the other has between them takes the place of what the sentence has there. Their beginnings and ends
/// are anchors too. Both must ask, or neither.
enum PhraseExchange: ParaphraseSearch {
  /// Sentences to take phrases from, and drafts that are kept after a round.
  private static let mostDonors = 120
  private static let width = 16
  private static let rounds = 3
  /// The longest phrase, in words.
  private static let longest = 4
  /// The least cosine of a donor.
  private static let leastDonor = 0.5
  /// The least cosine that is worth another round.
  private static let leastSimilarity = 0.8

  /// A sentence to take phrases from.
  private struct Donor {
    let draft: ParaphraseDraft
    /// Its words between marks for its beginning and its end.
    let keys: [String]
    /// Where each of them is.
    let places: [String: [Int]]

    init(_ draft: ParaphraseDraft) {
      self.draft = draft
      keys = draft.keys.framed
      places = Dictionary(grouping: keys.indices, by: { [keys] in keys[$0] })
    }
  }

  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft] {
    let asks = sentence.draft.asks
    let donors = work.neighbors.prefix(mostDonors)
      .filter { $0.similarity >= leastDonor && $0.asks == asks && $0.words.count <= mostWords }
      .map(Donor.init)
    var beam = [sentence.draft]
    var found: [ParaphraseDraft] = []
    var seen: Set<[String]> = [sentence.keys]
    for _ in 0..<rounds {
      var drafts: [ParaphraseDraft] = []
      for start in beam {
        for donor in donors {
          for words in exchanges(start, donor) {
            let draft = sentence.changed(words, source: donor.draft.keys)
            if seen.insert(draft.keys).inserted, work.readsWell(draft) { drafts.append(draft) }
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

  /// The sentences that one phrase of another makes of a draft.
  private static func exchanges(_ draft: ParaphraseDraft, _ donor: Donor) -> [[WrittenWord]] {
    var results: [[WrittenWord]] = []
    let (own, other) = (draft.keys.framed, donor.keys)
    for first in own.indices {
      for last in own.indices[(first + 1)...].prefix(longest + 1) {
        for begin in donor.places[own[first], default: []] {
          for end in other.indices[(begin + 1)...].prefix(longest + 1)
          where other[end] == own[last] && own[first + 1..<last] != other[begin + 1..<end] {
            // The anchors stand before the first word and after the last.
            results.append(
              draft.words.replacing(
                first..<last - 1, with: Array(donor.draft.words[begin..<end - 1])))
          }
        }
      }
    }
    return results
  }
}
