import AutoencoderModel
import LanguageModel
import SentenceEmbedding
import TensorKit

/// What is known about a sentence while it is paraphrased.
final class ParaphraseWork {
  private let sentence: ParaphrasedSentence
  private let embedder: any SentenceEmbedder
  private let language: NGramModel
  private let commonWords: Set<UInt32>
  private let vector: Matrix
  /// The sentences of the text nearest to the sentence, nearest first, without itself.
  let neighbors: [ParaphraseDraft]
  private let sentenceFigures: Figures
  private let counts: [String: Int]
  private let match: WordMatch
  /// Articles and other words that a sentence has often: "the", "a", "of".
  private let repeatableWords: Set<UInt32>

  /// How a sentence reads, in nats a word.
  private struct Figures {
    /// The mean log-probability of its words.
    let fluency: Double
    /// The syntactic log-odds ratio (Pauls and Klein 2012; Lau, Clark and Lappin 2017): the same, less that of
    /// the words by themselves, so that rare words are no fault.
    let slor: Double
  }

  /// A pair of words must occur after so many different words, or begin so many sentences, to be taken for
  /// good English.
  private static let leastContinuations = 3
  /// By how much the syntactic log-odds ratio may be below that of the sentence.
  private static let mostLostSLOR = 0.2
  /// The least pointwise mutual information of a word and the two before it.
  private static let leastInformation = -0.5

  init(_ sentence: ParaphrasedSentence, _ paraphraser: Paraphraser) throws {
    self.sentence = sentence
    embedder = paraphraser.embedder
    language = paraphraser.language
    vector = try embedder.embed([sentence.text])
    (commonWords, repeatableWords) = (paraphraser.commonWords, paraphraser.repeatableWords)
    counts = Self.counts(sentence.keys)
    match = WordMatch(
      Self.contentWords(sentence.words, language, paraphraser.commonWords), paraphraser.words)
    sentenceFigures = Self.figures(sentence.keys + sentence.endKeys, language)
    let texts =
      try paraphraser.texts?.texts(
        near: vector, count: paraphraser.neighborCount, pool: paraphraser.pool) ?? []
    var seen: Set = [sentence.keys]
    neighbors = texts.compactMap { found in
      var draft = ParaphraseDraft(found.text, origin: .neighbor)
      draft.similarity = found.similarity
      return !draft.keys.isEmpty && seen.insert(draft.keys).inserted ? draft : nil
    }
  }

  /// Drafts with the cosines of their vectors and that of the sentence.
  func withSimilarities(_ drafts: [ParaphraseDraft]) throws -> [ParaphraseDraft] {
    guard !drafts.isEmpty else { return [] }
    let vectors = try embedder.embed(drafts.map(sentence.text(of:)))
    return drafts.enumerated().map { row, draft in
      var draft = draft
      draft.similarity = Metric.cosine(vector, row: 0, vectors, row: row)
      return draft
    }
  }

  /// By how much the words of a draft are likelier than those of the sentence, in nats a word.
  func fluency(of draft: ParaphraseDraft) -> Double {
    Self.figures(draft.keys + sentence.endKeys, language).fluency - sentenceFigures.fluency
  }

  /// Whether a draft that was changed reads like the text.
  ///
  /// All its pairs of words that neither the sentence nor what it was made from has must be common, all such
  /// triples known, and no word may be said more often than in both.
  func readsWell(_ draft: ParaphraseDraft) -> Bool {
    let end = sentence.endKeys
    let keys = draft.keys + end
    let known = [sentence.keys + end, draft.source + end]
    for pair in newSequences(of: 2, in: keys, notIn: known) {
      if language.continuationCount(of: pair) < Self.leastContinuations { return false }
    }
    // A model of pairs does not know triples.
    if language.order > 2 {
      for triple in newSequences(of: 3, in: keys, notIn: known) {
        if language.continuationCount(of: triple) == 0 || isOutOfPlace(triple) { return false }
      }
    }
    if repeatsWords(draft) { return false }
    let figures = Self.figures(keys, language)
    return figures.slor >= sentenceFigures.slor - Self.mostLostSLOR
  }

  /// The least pointwise mutual information of a word and the three before it, of all four words in a row that
  /// are new; at most `limit`.
  func weakestInformation(of draft: ParaphraseDraft, atMost limit: Double) -> Double {
    let end = sentence.endKeys
    let new = newSequences(
      of: 4, in: draft.keys + end, notIn: [sentence.keys + end, draft.source + end])
    return new.reduce(limit) { min($0, language.pointwiseMutualInformation(of: $1)) }
  }

  /// Whether a word is far less likely after the two before it than anywhere: "with a" and then the end.
  private func isOutOfPlace(_ triple: ArraySlice<UInt32>) -> Bool {
    language.pointwiseMutualInformation(of: triple) < Self.leastInformation
  }

  /// The sequences of so many words that a sentence has and others lack, their beginnings and ends
  /// included.
  private func newSequences(
    of length: Int, in keys: [String], notIn others: [[String]]
  ) -> [ArraySlice<UInt32>] {
    // Compared as text: all words that the language model does not know have the same id.
    let known = Set(others.flatMap { $0.framed.sequences(of: length) })
    let ids = language.framed(language.ids(of: keys))
    return zip(keys.framed.sequences(of: length), ids.sequences(of: length))
      .filter { !known.contains($0.0) }.map(\.1)
  }

  /// Whether a word is one of the most frequent of the text: an article, a preposition, a pronoun.
  func isCommon(_ key: String) -> Bool { commonWords.contains(language.ids(of: [key])[0]) }

  /// The share of the sentence's words that a draft has lost, and how many it has invented.
  func changes(_ draft: ParaphraseDraft) -> (lost: Double, invented: Int) {
    match.changes(Self.contentWords(draft.words, language, commonWords))
  }

  /// The words that say something by themselves.
  private static func contentWords(
    _ words: [WrittenWord], _ language: NGramModel, _ commonWords: Set<UInt32>
  ) -> [String] {
    let keys = words.lazy.filter(\.isWord).map(\.key)
    return zip(keys, language.ids(of: keys)).filter { !commonWords.contains($0.1) }.map(\.0)
  }

  /// Whether a draft has a word more often than the sentence and what it was made from.
  private func repeatsWords(_ draft: ParaphraseDraft) -> Bool {
    let own = Self.counts(draft.keys)
    guard own.values.contains(where: { $0 > 1 }) else { return false }
    let source = Self.counts(draft.source)
    return own.contains { key, count in
      count > max(1, counts[key, default: 0], source[key, default: 0])
        && !repeatableWords.contains(language.ids(of: [key])[0])
    }
  }

  private static func counts(_ keys: [String]) -> [String: Int] {
    Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
  }

  private static func figures(_ keys: [String], _ language: NGramModel) -> Figures {
    let ids = language.ids(of: keys)
    let likely = language.logProbabilities(of: ids).reduce(0, +)
    let alone = ids.reduce(0) { $0 + language.logFrequency(of: $1) }
    return Figures(
      fluency: likely / Double(ids.count + 1),
      slor: (likely - alone) / Double(max(1, ids.count)))
  }
}

extension Array {
  /// The sequences of so many neighbors.
  fileprivate func sequences(of length: Int) -> [ArraySlice<Element>] {
    guard count >= length else { return [] }
    return (0...count - length).map { self[$0..<$0 + length] }
  }
}

extension ParaphraseDraft {
  /// Whether the first is more similar to the sentence; of equal ones that of earlier words.
  static func isNearer(_ first: Self, _ second: Self) -> Bool {
    if first.similarity != second.similarity { return first.similarity > second.similarity }
    return first.keys.lexicographicallyPrecedes(second.keys)
  }
}
