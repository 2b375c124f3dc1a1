/// Text to token ids and back: normalization, words, and a word-level or byte-pair model.
///
///     let tokenizer = try Tokenizer(contentsOf: "tokenizer.json")
///     let ids = tokenizer.encode("it's a great place .")
///     tokenizer.decode(ids)                            // "it's a great place ."
///
/// Saved as Hugging Face `tokenizer.json`; their library gives the same ids for every text. Safe to
/// share between threads. Ids and files depend on nothing but the text and the tokenizer.
public struct Tokenizer: Sendable {
  /// The two kinds of model.
  public enum Model: String, CaseIterable, Sendable {
    /// One token per word; words outside the vocabulary become `<unk>`.
    case word
    /// Byte-level byte-pair encoding; no word is unknown and decoding is exact.
    case bpe
  }

  let core: TokenizerCore
  /// A checksum of the file that `write(to:)` makes, whatever file the tokenizer was read from.
  public let checksum: UInt64

  init(core: TokenizerCore) {
    self.core = core
    checksum = TokenizerFile.checksum(of: core)
  }

  /// The number of tokens, special ones included; every id is below it.
  public var vocabularySize: Int { core.tokens.count }

  /// The kind of model.
  public var model: Model {
    switch core.model {
    case .wordLevel: .word
    case .bytePair: .bpe
    }
  }

  /// The id of `<pad>`.
  public var padID: UInt32 { 0 }
  /// The id that stands for words outside the vocabulary, or nil if there are none.
  public var unknownID: UInt32? {
    if case .wordLevel(let unknown) = core.model { unknown } else { nil }
  }
  /// The id of `<s>`, which a decoder reads first.
  public var bosID: UInt32 { 2 }
  /// The id of `</s>`, which ends every sentence.
  public var eosID: UInt32 { 3 }
  /// The id of `<blank>`, which stands for words that were removed.
  public var blankID: UInt32 { 4 }

  /// Whether an id is that of a special token.
  public func isSpecial(_ id: UInt32) -> Bool {
    core.specials.contains(id: id)
  }

  /// The id of a token in its spelling in files, or nil if there is no such token.
  public func id(of token: String) -> UInt32? {
    core.tokens.id(of: Array(token.utf8))
  }
}
