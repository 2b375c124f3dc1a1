import CommandLineKit
import EnglishModel
import FileFormats
import LanguageModel
import LexicalSearch
import SentenceEmbedding
import SkipGram
import TextAutoencoder
import VectorSearch

/// The text that paraphrases are found in and judged by.
struct SimilarTextOptions: OptionGroup {
  static let title = "Text of the same kind"

  @Option(
    "A text file with one sentence per line. Paraphrases are made of its sentences and must read like them. "
      + "Its index is made beside it, as by search.", value: "FILE", completion: .file)
  var like: String?
  @Option("An index of such sentences, instead of --like.", value: "FILE.index", completion: .file)
  var index: String?
  @Option(
    "Word vectors, by which words are exchanged and compared.", value: "MODEL",
    defaultText: EnglishModelText.words, completion: .file)
  var words = ModelInTheBox.wordsName
  @Option(
    "Show only paraphrases whose vectors have at least this cosine with that of the sentence.",
    .within(-1...1))
  var leastSimilarity = ParaphraseStandards().leastSimilarity
  @Option(
    "Show only paraphrases that have at most this share of the sentence's words.", .within(0...1))
  var mostShared = ParaphraseStandards().mostSharedWords

  /// Whether there is a text.
  var isGiven: Bool { like != nil || index != nil }

  func validate() throws {
    if like != nil, index != nil { throw UsageProblem.conflict("--like", "--index") }
    guard !isGiven else { return }
    for (option, isGiven) in [
      ("--words", $words), ("--least-similarity", $leastSimilarity), ("--most-shared", $mostShared),
    ] where isGiven {
      throw UsageRule.optionWithoutText(option)
    }
  }

  /// A paraphraser with the text; nil without one.
  ///
  /// - Throws: `CommandError` for an index that does not suit, and for a model that cannot write sentences if
  ///   `needsDecoder`; before anything is indexed.
  func paraphraser(
    _ model: ModelOptions, needsDecoder: Bool, _ work: RunOptions
  ) throws -> Paraphraser? {
    guard isGiven else { return nil }
    let vectors = try wordVectors()
    let (texts, embedder, loaded) = try opened(model, needsDecoder: needsDecoder, work)
    let meter = work.console.meter("text", unit: "sentences")
    let language = try texts.languageModel { done, total in
      try Interrupt.check()
      meter.update(done, of: total)
    }
    meter.finish()
    var paraphraser = Paraphraser(
      embedder: embedder, decoder: loaded.autoencoder, language: language, texts: texts,
      words: vectors, threads: work.threads)
    paraphraser.standards.leastSimilarity = leastSimilarity
    paraphraser.standards.mostSharedWords = mostShared
    return paraphraser
  }

  /// The word vectors; nil if none were given and the program has none.
  private func wordVectors() throws -> SkipGramModel? {
    if !$words, ModelInTheBox.words == nil { return nil }
    return try ModelLoading(raw: true).load(words).wordVectors()
  }

  /// The sentences, and the model that made their vectors.
  private func opened(
    _ model: ModelOptions, needsDecoder: Bool, _ work: RunOptions
  ) throws -> (texts: MappedIndex, embedder: any SentenceEmbedder, model: LoadedModel) {
    func check(_ loaded: LoadedModel) throws {
      guard needsDecoder else { return }
      guard let autoencoder = loaded.autoencoder else {
        throw CommandError.noDecoder(path: loaded.path)
      }
      guard autoencoder.reconstructs else {
        throw CommandError.untrainedDecoder(path: loaded.path)
      }
    }
    // The index knows its model, unless another is given.
    let given = model.$model ? model.model : nil
    if let like {
      guard Paths.exists(like) else { throw FileError.notFound(path: like) }
      let opened = try TextFileSearch(
        file: like, tables: CorpusOptions(), model: given, precision: model.precision.value,
        work: work
      ).open(checking: check)
      guard let texts = opened.index.vectors else {
        throw CommandError.indexWithoutVectors(index: like)
      }
      return (texts, try opened.model.sentenceEmbedder(), opened.model)
    }
    let texts = try openedIndex(index ?? "")
    let (embedder, loaded) = try IndexedModel(index: texts, override: given)
      .load(precision: model.precision.value, threads: work.threads)
    try check(loaded)
    return (texts, embedder, loaded)
  }

  private func openedIndex(_ path: String) throws -> MappedIndex {
    if LexicalIndex.isAt(path) { throw CommandError.indexWithoutVectors(index: path) }
    do {
      let texts = try MappedIndex(path: path)
      guard texts.hasSentences else { throw CommandError.indexWithoutSentences(index: path) }
      return texts
    } catch let error as FileError {
      throw Self.isText(path) ? CommandError.textAsIndex(path: path) : error
    }
  }

  /// Whether a file begins as text, which has no zeros.
  private static func isText(_ path: String) -> Bool {
    guard !Paths.isFolder(path), let file = try? MappedFile(path: path) else { return false }
    return !file.bytes(0..<min(file.count, 4_096)).contains(0)
  }
}
