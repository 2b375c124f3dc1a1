/// Text to token ids and back: normalization, words, and a model that cuts words into tokens.
///
///     let tokenizer = try Tokenizer(contentsOf: "tokenizer.json")
///     let ids = tokenizer.encode("it's a great place .")
///     tokenizer.decode(ids)                            // "it's a great place ."
///
/// Saved as Hugging Face `tokenizer.json`; their library gives the same ids for every text. Files of
/// other tools are read if all of their parts are known; the names below are those of our own. Safe to
/// share between threads. Ids and files depend on nothing but the text and the tokenizer.
public struct Tokenizer: Sendable {
  /// The kinds of model.
  public enum Model: String, CaseIterable, Sendable {
    /// One token per word; words outside the vocabulary become `<unk>`.
    case word
    /// Byte-level byte-pair encoding; no word is unknown and decoding is exact.
    case bpe
    /// Words cut into the longest tokens, as in BERT; read, but not built.
    case wordPiece = "wordpiece"
    /// Words cut into their most likely tokens, as in SentencePiece; read, but not built.
    case unigram
  }

  let core: TokenizerCore
  /// A checksum of the file that `write(to:)` makes, whatever file the tokenizer was read from.
  ///
  /// The first use makes the file in memory; copies share the result.
  public var checksum: UInt64 { core.checksum }

  init(core: TokenizerCore) { self.core = core }

  /// The number of tokens, special ones included; every id is below it.
  public var vocabularySize: Int { core.tokens.count }

  /// The kind of model.
  public var model: Model {
    switch core.model {
    case .wordLevel: .word
    case .bytePair: .bpe
    case .wordPiece: .wordPiece
    case .unigram: .unigram
    }
  }

  /// The id of `<pad>`.
  public var padID: UInt32 { core.roles.pad }
  /// The id that stands for words outside the vocabulary, or nil if there are none.
  public var unknownID: UInt32? {
    switch core.model {
    case .wordLevel(let unknown): unknown
    case .wordPiece(let model): model.unknown
    case .unigram(let model): model.unknown
    case .bytePair: nil
    }
  }
  /// The id of `<s>`, which a decoder reads first.
  public var bosID: UInt32 { core.roles.bos }
  /// The id of `</s>`, which ends every sentence.
  public var eosID: UInt32 { core.roles.eos }
  /// The id of `<blank>`, which stands for words that were removed.
  public var blankID: UInt32 { core.roles.blank }

  /// Whether an id is that of a special token.
  public func isSpecial(_ id: UInt32) -> Bool {
    core.specials.containsSpecial(id: id)
  }

  /// The id of a token in its spelling in files, or nil if there is no such token.
  public func id(of token: String) -> UInt32? {
    core.tokens.id(of: Array(token.utf8))
  }
}

extension Tokenizer {
  /// Whether a scalar is part of a word: a letter, a mark, a number or a connector, of Unicode 16.
  package func isWordLetter(_ scalar: Unicode.Scalar) -> Bool {
    ScalarClass.of(scalar.value).contains(.word)
  }
}
