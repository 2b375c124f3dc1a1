import AutoencoderModel
import LanguageModel
import SentenceEmbedding
import TensorKit

/// What is known about a sentence while it is paraphrased.
final class ParaphraseWork {
  private let sentence: ParaphrasedSentence
  private let embedder: any SentenceEmbedder
  private let language: NGramModel
  private let smallWords: SmallWords
  private let vector: Matrix
  /// The sentences of the text nearest to the sentence, nearest first, without itself.
  let neighbors: [ParaphraseDraft]
  private let sentenceFigures: Figures
  private let counts: [String: Int]
  private let match: WordMatch
  /// The sequences of the sentence, and those of the words that the last draft was made from.
  private let ownSequences: KnownSequences
  private var sourceSequences: KnownSequences

  /// How a sentence reads, in nats a word.
  private struct Figures {
    /// The mean log-probability of its words.
    let fluency: Double
    /// The syntactic log-odds ratio (Pauls and Klein 2012; Lau, Clark and Lappin 2017): the same, less that of
    /// the words by themselves, so that rare words are no fault.
    let slor: Double
  }

  /// The sequences of 2 to 4 neighboring words of a sentence, its beginning and end included.
  private struct KnownSequences {
    let keys: [String]
    private let all: Set<ArraySlice<String>>

    /// Of a draft with these words, between the marks of the sentence.
    init(_ keys: [String], in sentence: ParaphrasedSentence) {
      self.keys = keys
      let framed = sentence.whole(keys).framed
      all = Set((2...4).flatMap { framed.sequences(of: $0) })
    }

    func contains(_ sequence: ArraySlice<String>) -> Bool { all.contains(sequence) }
  }

  /// A pair of words must occur after so many different words, or begin so many sentences, to be taken for
  /// good English.
  private static let leastContinuations = 3
  /// By how much the syntactic log-odds ratio may be below that of the sentence.
  private static let mostLostSLOR = 0.5
  /// The least pointwise mutual information of a word and the two before it.
  private static let leastInformation = -1.0
  /// So many neighbors are asked for at most, where most are copies of others.
  private static let mostAsked = 9_600

  init(_ sentence: ParaphrasedSentence, _ paraphraser: Paraphraser) throws {
    self.sentence = sentence
    embedder = paraphraser.embedder
    language = paraphraser.language
    smallWords = paraphraser.smallWords
    vector = try embedder.embed([sentence.text])
    counts = Self.counts(sentence.keys)
    match = WordMatch(
      Self.contentWords(sentence.words, language, smallWords), paraphraser.words)
    sentenceFigures = Self.figures(language.ids(of: sentence.whole(sentence.keys)), language)
    ownSequences = KnownSequences(sentence.keys, in: sentence)
    sourceSequences = ownSequences
    neighbors = try Self.neighbors(of: sentence, vector, paraphraser)
  }

  /// The nearest sentences of the text, each once, and not the sentence itself.
  private static func neighbors(
    of sentence: ParaphrasedSentence, _ vector: Matrix, _ paraphraser: Paraphraser
  ) throws -> [ParaphraseDraft] {
    guard let texts = paraphraser.texts else { return [] }
    let wanted = paraphraser.neighborCount
    var asked = 2 * wanted
    while true {
      let found = try texts.texts(near: vector, count: asked, pool: paraphraser.pool)
      var seen: Set<[String]> = []
      let drafts = found.compactMap { text, similarity -> ParaphraseDraft? in
        var draft = ParaphraseDraft(text, origin: .neighbor)
        draft.similarity = similarity
        guard !draft.keys.isEmpty, draft.keys != sentence.keys else { return nil }
        // A question is not a copy of a statement.
        return seen.insert(draft.keys + (draft.asks ? ["?"] : [])).inserted ? draft : nil
      }
      if drafts.count >= wanted || found.count < asked || asked >= mostAsked {
        return Array(drafts.prefix(wanted))
      }
      asked = min(4 * asked, mostAsked)
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
    Self.figures(language.ids(of: sentence.whole(draft.keys)), language).fluency
      - sentenceFigures.fluency
  }

  /// Whether a draft that was changed reads like the text.
  ///
  /// All its pairs of words that neither the sentence nor what it was made from has must be common, all such
  /// triples known, and no word may be said more often than in both.
  func readsWell(_ draft: ParaphraseDraft) -> Bool {
    let ids = language.ids(of: sentence.whole(draft.keys))
    for pair in newSequences(of: 2, in: draft, ids) {
      if language.continuationCount(of: pair) < Self.leastContinuations { return false }
    }
    // A model of pairs does not know triples.
    if language.order > 2 {
      for triple in newSequences(of: 3, in: draft, ids) {
        if language.continuationCount(of: triple) == 0 || isOutOfPlace(triple) { return false }
      }
    }
    if repeatsWords(draft) { return false }
    return Self.figures(ids, language).slor >= sentenceFigures.slor - Self.mostLostSLOR
  }

  /// The least pointwise mutual information of a word and the three before it, of all four words in a row that
  /// are new; at most `limit`.
  func weakestInformation(of draft: ParaphraseDraft, atMost limit: Double) -> Double {
    newSequences(of: 4, in: draft, language.ids(of: sentence.whole(draft.keys)))
      .reduce(limit) { min($0, language.pointwiseMutualInformation(of: $1)) }
  }

  /// Whether a word is far less likely after the two before it than anywhere: "with a" and then the end.
  private func isOutOfPlace(_ triple: ArraySlice<UInt32>) -> Bool {
    language.pointwiseMutualInformation(of: triple) < Self.leastInformation
  }

  /// The sequences of so many words that a draft with these ids has, and neither the sentence nor what the
  /// draft was made from; their beginnings and ends included.
  private func newSequences(
    of length: Int, in draft: ParaphraseDraft, _ ids: [UInt32]
  ) -> [ArraySlice<UInt32>] {
    // Drafts of the same source come one after the other.
    if sourceSequences.keys != draft.source {
      sourceSequences =
        draft.source == ownSequences.keys
        ? ownSequences : KnownSequences(draft.source, in: sentence)
    }
    // Compared as text: all words that the language model does not know have the same id.
    let sequences = sentence.whole(draft.keys).framed.sequences(of: length)
    return zip(sequences, language.framed(ids).sequences(of: length))
      .filter { !ownSequences.contains($0.0) && !sourceSequences.contains($0.0) }.map(\.1)
  }

  /// Whether a word says little by itself: an article, a preposition, a pronoun.
  func isSmall(_ key: String) -> Bool {
    smallWords.contains(key, id: language.ids(of: [key])[0])
  }

  /// The share of the sentence's words that a draft has lost, and how many it has invented.
  func changes(_ draft: ParaphraseDraft) -> (lost: Double, invented: Int) {
    match.changes(Self.contentWords(draft.words, language, smallWords))
  }

  /// The words that say something by themselves.
  private static func contentWords(
    _ words: [WrittenWord], _ language: NGramModel, _ smallWords: SmallWords
  ) -> [String] {
    let keys = words.lazy.filter(\.isWord).map(\.key)
    return zip(keys, language.ids(of: keys)).filter { !smallWords.contains($0, id: $1) }.map(\.0)
  }

  /// Whether a draft has a word more often than the sentence and what it was made from.
  private func repeatsWords(_ draft: ParaphraseDraft) -> Bool {
    let own = Self.counts(draft.keys)
    guard own.values.contains(where: { $0 > 1 }) else { return false }
    let source = Self.counts(draft.source)
    return own.contains { key, count in
      count > max(1, counts[key, default: 0], source[key, default: 0])
        && !smallWords.canRepeat(key, id: language.ids(of: [key])[0])
    }
  }

  private static func counts(_ keys: [String]) -> [String: Int] {
    Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +)
  }

  private static func figures(_ ids: [UInt32], _ language: NGramModel) -> Figures {
    let likely = language.logProbabilities(of: ids).reduce(0, +)
    let alone = ids.reduce(0) { $0 + language.logFrequency(of: $1) }
    return Figures(
      fluency: likely / Double(ids.count + 1), slor: (likely - alone) / Double(max(1, ids.count)))
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
