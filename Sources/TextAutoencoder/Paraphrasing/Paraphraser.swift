import AutoencoderModel
import LanguageModel
import SentenceEmbedding
import SkipGram
import TensorKit

/// Finds other ways to say a sentence, with the help of a text of the same kind.
///
/// ```swift
/// let index = try MappedIndex(path: "notes.index")
/// let paraphraser = Paraphraser(
///   model: .english, language: try index.languageModel(), texts: index, words: .english)
/// for paraphrase in try paraphraser.paraphrases(of: "The soup was much too hot.") {
///   print(paraphrase.similarity, paraphrase.text)
/// }
/// ```
/// Candidates are sentences of the text that mean nearly the same; these, changed word by word toward the
/// sentence; the sentence with phrases or words exchanged; and what the decoder writes from points near its
/// vector. Shown are those that meet the ``standards``: their vectors are near that of the sentence, their
/// words follow one another as those of the text do, and enough of them are others. A sentence may have no
/// paraphrase at all.
///
/// A sentence of more than 60 words and marks is only compared with the sentences of the text, and with what
/// the decoder writes: to change it in all places would take too long.
public struct Paraphraser: Sendable {
  /// What makes the vectors by which sentences are compared.
  public let embedder: any SentenceEmbedder
  /// What writes sentences from vectors; nil for nothing.
  public let decoder: SentenceAutoencoder?
  /// How sentences of the text read.
  public let language: NGramModel
  /// Sentences that may be offered, with vectors by the same embedder; nil for none.
  public let texts: (any SimilarTexts)?
  /// Vectors of words, for words to exchange; nil for none.
  public let words: SkipGramModel?
  /// What the decoder does; by default nothing, since what it writes seldom reads well.
  public var options = ParaphraseOptions()
  /// What is shown.
  public var standards = ParaphraseStandards()
  let pool: WorkerPool
  /// Words that are not exchanged, and that a paraphrase may add or leave out.
  let smallWords: SmallWords

  /// Sentences of the text that are looked at.
  let neighborCount = 150

  /// A paraphraser by an autoencoder.
  ///
  /// - Parameters:
  ///   - model: what makes vectors of sentences, and sentences of vectors.
  ///   - language: how sentences of the text read.
  ///   - texts: sentences that may be offered.
  ///   - words: vectors of words, for words to exchange.
  ///   - threads: how many threads search; 0 for one per core. The answer does not depend on it.
  public init(
    model: SentenceAutoencoder, language: NGramModel, texts: (any SimilarTexts)? = nil,
    words: SkipGramModel? = nil, threads: Int = 0
  ) {
    self.init(
      embedder: model, decoder: model, language: language, texts: texts, words: words,
      threads: threads)
  }

  /// A paraphraser by anything that makes vectors of sentences.
  ///
  /// - Parameters:
  ///   - embedder: what made the vectors of `texts`: a model, or a model and a post-processing.
  ///   - decoder: what writes sentences, from vectors of its own; nil for nothing.
  ///   - language: how sentences of the text read.
  ///   - texts: sentences that may be offered.
  ///   - words: vectors of words, for words to exchange.
  ///   - threads: how many threads search; 0 for one per core. The answer does not depend on it.
  public init(
    embedder: any SentenceEmbedder, decoder: SentenceAutoencoder? = nil, language: NGramModel,
    texts: (any SimilarTexts)? = nil, words: SkipGramModel? = nil, threads: Int = 0
  ) {
    self.embedder = embedder
    self.decoder = decoder
    self.language = language
    self.texts = texts
    self.words = words
    pool = WorkerPool(threads: threads)
    smallWords = SmallWords(language)
    (options.beam, options.samples, options.moves) = (0, 0, 0)
  }

  /// The best paraphrases of a sentence, best first, at most `options.count`; often none.
  ///
  /// - Throws: `SearchError` or `FileError` of the texts, `FileError` of a damaged decoder, and what the
  ///   embedder throws.
  public func paraphrases(of sentence: String) throws -> [Paraphrase] {
    let sentence = ParaphrasedSentence(sentence)
    guard !sentence.keys.isEmpty else { return [] }
    let work = try ParaphraseWork(sentence, self)
    var found: [[String]: (paraphrase: Paraphrase, rank: Double)] = [:]
    for search in ParaphraseSearches.all where sentence.words.count <= search.mostWords {
      for draft in try search.drafts(of: sentence, by: self, work) where found[draft.keys] == nil {
        found[draft.keys] = judged(draft, of: sentence, work)
      }
    }
    let best = found.values.sorted {
      ($0.rank, $1.paraphrase.text) > ($1.rank, $0.paraphrase.text)
    }
    return best.prefix(options.count).map(\.paraphrase)
  }

  /// A draft as a paraphrase with its rank; nil if it fails a standard.
  private func judged(
    _ draft: ParaphraseDraft, of sentence: ParaphrasedSentence, _ work: ParaphraseWork
  ) -> (Paraphrase, Double)? {
    guard draft.similarity >= standards.leastSimilarity, draft.keys != sentence.keys,
      standards.lengths.contains(Double(draft.words.count) / Double(sentence.words.count))
    else { return nil }
    let shared = sentence.sharedWords(draft)
    guard shared <= standards.mostSharedWords, sentence.keepsMarks(draft),
      sentence.matchesMarks(draft)
    else { return nil }
    let changes = work.changes(draft)
    guard changes.lost <= standards.mostLostWords,
      changes.invented <= standards.mostInventedWords
    else { return nil }
    let fluency = work.fluency(of: draft)
    guard fluency >= -standards.mostUnlikely else { return nil }
    let text = sentence.text(of: draft)
    let paraphrase = Paraphrase(
      text: text, similarity: draft.similarity,
      changedWords: WordDifference.share(sentence.text, text), fluency: fluency,
      origin: draft.origin)
    // Weights found by reading: what is near and reads well comes before what is new.
    let information = work.weakestInformation(of: draft, atMost: 3)
    let rank =
      draft.similarity + 0.05 * min(fluency, 1) + 0.03 * information + 0.5 * (1 - shared)
    return (paraphrase, rank)
  }
}
