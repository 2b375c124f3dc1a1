/// The tokens that have a task of their own.
struct TokenRoles: Equatable, Sendable {
  /// Fills what is shorter than its neighbors.
  let pad: UInt32
  /// What a decoder reads first.
  let bos: UInt32
  /// Ends every sentence.
  let eos: UInt32
  /// Stands for words that were removed.
  let blank: UInt32

  /// Those of `AddedTokens.required`.
  static let standard = TokenRoles(pad: 0, bos: 2, eos: 3, blank: 4)

  /// The names under which the tokens are found, the first one first.
  enum Name {
    static let pad = ["<pad>", "[PAD]"]
    static let bos = ["<s>", "[CLS]", "<bos>", "[BOS]"]
    static let eos = ["</s>", "[SEP]", "<eos>", "[EOS]"]
    static let blank = ["<blank>", "<mask>", "[MASK]"]
  }
}
