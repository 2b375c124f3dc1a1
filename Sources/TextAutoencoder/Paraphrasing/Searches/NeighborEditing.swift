import LanguageModel

/// Sentences of the text that are changed, word by word, toward the sentence.
///
/// A neighbor is seldom a paraphrase, but often one but for a word or two ("retrieve and edit": Guu et al.
/// 2018; edits chosen by vectors and a language model: Liu et al. 2020). Words of the sentence replace
/// others or are put between them, and words that it does not have are left out. Only neighbors are taken that
/// can come to the length of a paraphrase.
enum NeighborEditing: ParaphraseSearch {
  /// Neighbors to begin with, and drafts that are kept after a round.
  private static let width = 12
  private static let rounds = 3
  /// The most words that a change adds or removes.
  private static let longestInsertion = 3
  private static let longestDeletion = 2
  /// A neighbor that is less similar is not worth the work.
  private static let leastStart = 0.6

  static func drafts(
    of sentence: ParaphrasedSentence, by paraphraser: Paraphraser, _ work: ParaphraseWork
  ) throws -> [ParaphraseDraft] {
    let standards = paraphraser.standards
    let asks = sentence.draft.asks
    var beam = Array(
      work.neighbors.lazy.filter {
        $0.similarity >= leastStart && $0.asks == asks
          && canFit($0.words.count, sentence.words.count, standards)
          && sentence.sharedWords($0) <= standards.mostSharedWords
      }.prefix(width))
    var found: [ParaphraseDraft] = []
    var seen = Set(beam.map(\.keys))
    var edited: Set<[String]> = []
    for _ in 0..<rounds {
      var drafts: [ParaphraseDraft] = []
      for start in beam where edited.insert(start.keys).inserted {
        for words in edits(of: start.words, toward: sentence) {
          let draft = ParaphraseDraft(
            words, origin: .edit, source: start.source, outerMarks: start.outerMarks)
          // What does not read well, made from this sentence, may when it is made from another.
          if !seen.contains(draft.keys), work.readsWell(draft) {
            seen.insert(draft.keys)
            drafts.append(draft)
          }
        }
      }
      guard !drafts.isEmpty else { break }
      let scored = try work.withSimilarities(drafts)
      found += scored
      beam = Array((beam + scored).sorted(by: ParaphraseDraft.isNearer).prefix(width))
    }
    return found
  }

  /// Whether all rounds can bring a sentence of so many words to the length of a paraphrase of another.
  private static func canFit(
    _ count: Int, _ sentenceCount: Int, _ standards: ParaphraseStandards
  ) -> Bool {
    let (longest, shortest) = (count + rounds * longestInsertion, count - rounds * longestDeletion)
    return Double(longest) >= standards.lengths.lowerBound * Double(sentenceCount)
      && Double(shortest) <= standards.lengths.upperBound * Double(sentenceCount)
  }

  /// The sentences that one change makes of some words.
  private static func edits(
    of words: [WrittenWord], toward sentence: ParaphrasedSentence
  ) -> [[WrittenWord]] {
    let own = Set(words.map(\.key))
    let wanted = Set(sentence.keys)
    let missing = sentence.words.filter { $0.isWord && !own.contains($0.key) }
    let extra = words.indices.filter { !wanted.contains(words[$0].key) }
    var edits: [[WrittenWord]] = []
    func change(_ range: Range<Int>, to new: [WrittenWord]) {
      edits.append(words.replacing(range, with: new))
    }
    for place in extra {
      for word in missing { change(place..<place + 1, to: [word]) }
      if words.count > 3 { change(place..<place + 1, to: []) }
      if words.count > 4, extra.contains(place + 1) {
        change(place..<place + longestDeletion, to: [])
      }
    }
    // Runs of words of the sentence, of which the draft lacks one.
    var runs: [[WrittenWord]] = []
    for length in 1...longestInsertion {
      for start in sentence.words.indices.dropLast(length - 1) {
        let run = Array(sentence.words[start..<start + length])
        if run.contains(where: { $0.isWord && !own.contains($0.key) }) {
          runs.append(run)
        }
      }
    }
    for place in words.indices {
      for run in runs { change(place..<place, to: run) }
    }
    return edits
  }
}

extension [WrittenWord] {
  /// Other words in the place of some.
  func replacing(_ range: Range<Int>, with new: [WrittenWord]) -> [WrittenWord] {
    var words = self
    words.replaceSubrange(range, with: new)
    return words
  }
}
