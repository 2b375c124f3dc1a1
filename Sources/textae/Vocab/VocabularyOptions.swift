import CommandLineKit
import FileFormats
import Tokenization

extension VocabularyBuilder.Model: ArgumentChoice {}

/// The values of `--normalization`.
enum NormalizationChoice: String, ArgumentChoice {
  case none, nfc, nfd, nfkc, nfkd

  /// The form; nil leaves text as it is.
  var form: NormalizationForm? { NormalizationForm(rawValue: rawValue) }
}

/// The vocabulary that a command builds.
struct VocabularyOptions: OptionGroup {
  static let title = "Vocabulary"

  @Option(
    "Kind of tokens: byte pairs, which can spell any text, or whole words.", value: "bpe|word")
  var tokenizerModel = VocabularyBuilder.Model.bpe
  @Option("Maximum number of tokens, special tokens included.", .within(6...16_000_000))
  var vocabularySize = 8_000
  @Option("Minimum number of occurrences of a word, or with bpe of a pair.", .atLeast(1))
  var minCount = 1
  @Option("Unicode normalization form; the k forms also unify widths and ligatures.")
  var normalization = NormalizationChoice.nfc
  @Flag("Convert text to lower case.") var lowercase
  @Flag("Remove accents and other combining marks.") var stripAccents
  @Flag(
    "For byte pairs: give a word the same tokens at the start of a sentence as after a space.")
  var prefixSpace

  /// Byte pairs need a token for every byte.
  func validate() throws { try Self.validate(builder) }

  /// Byte pairs need a token for every byte.
  static func validate(_ builder: VocabularyBuilder) throws {
    let least = VocabularyBuilder.minimumSize(of: builder.model)
    guard builder.vocabularySize >= least else {
      throw UsageRule.vocabularyTooSmall(
        size: builder.vocabularySize, least: least, model: builder.model.rawValue)
    }
  }

  /// The options for the library.
  var builder: VocabularyBuilder {
    VocabularyBuilder(
      model: tokenizerModel, vocabularySize: vocabularySize, minimumCount: minCount,
      normalization: normalization.form, lowercase: lowercase, stripAccents: stripAccents,
      prefixSpace: prefixSpace)
  }

  /// Sets what was given.
  func apply(to builder: inout VocabularyBuilder) {
    if $tokenizerModel { builder.model = tokenizerModel }
    if $vocabularySize { builder.vocabularySize = vocabularySize }
    if $minCount { builder.minimumCount = minCount }
    if $normalization { builder.normalization = normalization.form }
    if $lowercase { builder.lowercase = lowercase }
    if $stripAccents { builder.stripAccents = stripAccents }
    if $prefixSpace { builder.prefixSpace = prefixSpace }
  }

  /// Builds the tokenizer from corpora with a progress meter, until an interrupt.
  func build(
    from corpora: [String], _ format: CorpusFormat, work: RunOptions
  ) throws -> Tokenizer {
    let builder = builder
    let meter = work.console.meter("count words", unit: "lines")
    let tokenizer = try builder.build(
      from: corpora, format: format, threads: work.threads
    ) { progress in
      meter.update(progress.lines)
      return !Interrupt.isRequested
    } onLongWords: {
      work.console.warn(Self.leftOut($0))
    }
    meter.finish()
    return tokenizer
  }

  /// The warning about words that are too long for a vocabulary.
  static func leftOut(_ count: Int) -> String {
    "words over 1,000 bytes left out of the vocabulary: \(grouped(count)); byte pairs "
      + "(--tokenizer-model bpe) take words of any length"
  }

  /// Whether any of the options was given.
  var isGiven: Bool {
    $tokenizerModel || $vocabularySize || $minCount || $normalization || $lowercase
      || $stripAccents || $prefixSpace
  }
}
