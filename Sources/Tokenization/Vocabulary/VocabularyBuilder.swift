import FileFormats

/// Builds a tokenizer from corpora of any size: counts their words, then chooses the tokens.
///
///     let builder = VocabularyBuilder(model: .bpe, vocabularySize: 8000, lowercase: true)
///     try builder.build(from: ["corpus.txt.gz"]).write(to: "tokenizer.json")
///
/// The result depends on the text and these options only, not on the number of threads. Memory
/// grows with the number of distinct words, not with the corpus. Byte pairs are learned from words of
/// any length, those over 1,000 bytes in parts. A word vocabulary leaves such words out.
public struct VocabularyBuilder: Sendable {
  /// The kinds of model that are built.
  public enum Model: String, CaseIterable, Sendable {
    /// One token per word.
    case word
    /// Byte-level byte-pair encoding.
    case bpe
  }

  /// The kind of model.
  public var model: Model
  /// Most tokens, special ones included.
  public var vocabularySize: Int
  /// Words (of a BPE model: pairs) that occur less often get no token.
  public var minimumCount: Int
  /// The form that text is brought into first, or nil for none.
  public var normalization: NormalizationForm?
  /// Whether text is converted to lowercase.
  public var lowercase: Bool
  /// Whether accents and other combining marks are removed.
  public var stripAccents: Bool
  /// Whether text that begins without a space is read as if it had one, so that a word has the same
  /// byte-pair tokens at the start of a sentence as elsewhere. No effect on words.
  public var prefixSpace: Bool

  /// Collects the options.
  public init(
    model: Model = .bpe, vocabularySize: Int = 8000, minimumCount: Int = 1,
    normalization: NormalizationForm? = .nfc, lowercase: Bool = false, stripAccents: Bool = false,
    prefixSpace: Bool = false
  ) {
    self.model = model
    self.vocabularySize = vocabularySize
    self.minimumCount = minimumCount
    self.normalization = normalization
    self.lowercase = lowercase
    self.stripAccents = stripAccents
    self.prefixSpace = prefixSpace
  }

  /// The smallest vocabulary of a kind of model.
  public static func minimumSize(of model: Model) -> Int {
    AddedTokens.required.count + (model == .bpe ? 256 : 1)
  }

  /// Builds the tokenizer.
  ///
  /// Files may be compressed; `-` is standard input. Zero threads means as many as there are cores.
  /// - Parameters:
  ///   - corpora: The text files.
  ///   - format: Where their sentences stand.
  ///   - texts: More files, with one sentence a line whatever the format.
  ///   - threads: How many threads count.
  ///   - progress: Asked after every block whether to go on.
  ///   - onLongWords: Called with the number of words over 1,000 bytes that were left out, if any.
  /// - Returns: The tokenizer.
  /// - Throws: `TokenizerError`, or `FileError` for a corpus that cannot be read.
  public func build(
    from corpora: [String], format: CorpusFormat = .lines, texts: [String] = [],
    threads: Int = 0, progress: CorpusProgressHandler? = nil,
    onLongWords: (Int) -> Void = { _ in }
  ) throws -> Tokenizer {
    let minimum = Self.minimumSize(of: model)
    guard vocabularySize >= minimum else {
      throw TokenizerError.vocabularyTooSmall(requested: vocabularySize, minimum: minimum)
    }
    let reader = try CorpusReader(corpora, format: format, texts: texts, progress: progress)
    let counts = try WordCounts(
      of: reader, makeCore(TokenTable(), .wordLevel(unknown: 1)),
      countsPartsOfLongWords: model == .bpe, threads: Workers.count(threads))
    if counts.skipped > 0 { onLongWords(counts.skipped) }
    // Byte pairs are counted within words, so rare words count too.
    let words = counts.sorted(minimumCount: model == .word ? max(minimumCount, 1) : 1)
    guard !words.isEmpty else {
      throw TokenizerError.noWords(paths: corpora, minimumCount: minimumCount)
    }
    return Tokenizer(core: model == .word ? wordLevel(words) : bytePair(words))
  }

  // MARK: - Choosing tokens

  private func wordLevel(_ words: [(word: [UInt8], count: Int)]) -> TokenizerCore {
    var tokens = Self.specialTokens(capacity: vocabularySize)
    for (word, _) in words where tokens.count < vocabularySize { tokens.insert(word.span) }
    return makeCore(tokens, .wordLevel(unknown: 1))
  }

  private func bytePair(_ words: [(word: [UInt8], count: Int)]) -> TokenizerCore {
    var tokens = Self.specialTokens(capacity: vocabularySize)
    var byteIDs = [UInt32](repeating: 0, count: 256)
    for byte in ByteAlphabet.order {
      byteIDs[Int(byte)] = tokens.insert(Array(ByteAlphabet.text(of: [byte]).utf8).span).id
    }
    var trainer = BytePairTrainer(words: words, byteIDs: byteIDs, tokens: tokens)
    let model = trainer.train(vocabularySize: vocabularySize, minimumCount: minimumCount)
    return makeCore(trainer.tokens, .bytePair(model))
  }

  private func makeCore(_ tokens: TokenTable, _ model: TokenizerCore.Model) -> TokenizerCore {
    TokenizerCore(
      tokens: tokens, normalizer: NormalizerPipeline(steps),
      preTokenizer: self.model == .bpe
        ? .byteLevel(prefixSpace: prefixSpace) : .wordsAndPunctuation,
      model: model, specials: .standard, suffix: [3],
      decoder: self.model == .bpe ? .bytes : .spaces)
  }

  /// Accents are removed from a decomposed text, which is then composed again to keep Hangul whole.
  private var steps: [NormalizerStep] {
    (normalization.map { [.form($0)] } ?? []) + (lowercase ? [.lowercase] : [])
      + (stripAccents ? [.form(.nfd), .stripAccents, .form(.nfc)] : [])
  }

  private static func specialTokens(capacity: Int) -> TokenTable {
    var tokens = TokenTable(minimumCapacity: min(capacity, 1 << 20))
    for token in AddedTokens.required { tokens.insert(Array(token.utf8).span) }
    return tokens
  }
}
