import CommandLineKit
import EnglishModel
import FileFormats
import LanguageModel
import SentenceEmbedding
import SkipGram
import TextAutoencoder
import VectorSearch

/// The text that paraphrases are found in and judged by.
struct SimilarTextOptions: OptionGroup {
  static let title = "Text of the same kind"

  @Option(
    "A text file with one sentence per line, which gives sentences and tells how they read. Its index is "
      + "made beside it, as by search.", value: "FILE", completion: .file)
  var like: String?
  @Option("The same from an index.", value: "FILE.index", completion: .file)
  var index: String?
  @Option(
    "Vectors of words to exchange.", value: "MODEL", defaultText: EnglishModelText.words,
    completion: .file)
  var words = ModelInTheBox.wordsName
  @Option(
    "Show only paraphrases whose vectors have at least this cosine with that of the sentence.",
    .within(-1...1))
  var leastSimilarity = ParaphraseStandards().leastSimilarity
  @Option("Show only paraphrases that have at most this share of the words.", .within(0...1))
  var mostShared = ParaphraseStandards().mostSharedWords

  func validate() throws {
    if like != nil, index != nil { throw UsageProblem.conflict("--like", "--index") }
    guard like == nil, index == nil else { return }
    for (option, isGiven) in [
      ("--words", $words), ("--least-similarity", $leastSimilarity), ("--most-shared", $mostShared),
    ] where isGiven {
      throw UsageRule.optionWithoutText(option)
    }
  }

  /// A paraphraser with the text; nil without one.
  ///
  /// - Throws: `CommandError` if the index has no sentences or the model no decoder.
  func paraphraser(_ model: ModelOptions, _ work: RunOptions) throws -> Paraphraser? {
    // The index knows its model, unless another is given.
    let given = model.$model ? model.model : nil
    let texts: MappedIndex?
    let (loaded, embedder): (LoadedModel, any SentenceEmbedder)
    if let like {
      guard Paths.exists(like) else { throw FileError.notFound(path: like) }
      let opened = try TextFileSearch(
        file: like, tables: CorpusOptions(), model: given, precision: model.precision.value,
        work: work
      ).open()
      (texts, loaded) = (opened.index.vectors, opened.model)
      embedder = try opened.model.sentenceEmbedder()
    } else if let index {
      let opened = try MappedIndex(path: index)
      guard opened.hasSentences else { throw CommandError.indexWithoutSentences(index: index) }
      texts = opened
      (embedder, loaded) = try IndexedModel(index: opened, override: given)
        .load(precision: model.precision.value, threads: work.threads)
    } else {
      return nil
    }
    guard let texts, let autoencoder = loaded.autoencoder else {
      throw CommandError.noDecoder(path: loaded.path)
    }
    let meter = work.console.meter("text", unit: "sentences")
    let language = try texts.languageModel { done, _ in
      try Interrupt.check()
      meter.update(done)
    }
    meter.finish()
    let vectors = try ModelLoading(raw: true).load(words).wordVectors()
    var paraphraser = Paraphraser(
      model: autoencoder, embedder: embedder, language: language, texts: texts,
      words: vectors, threads: work.threads)
    paraphraser.standards.leastSimilarity = leastSimilarity
    paraphraser.standards.mostSharedWords = mostShared
    return paraphraser
  }
}
