/// How a normalized text is cut into the words that a model knows or splits further.
enum PreTokenizer: Equatable, Sendable {
  /// `ByteLevel`: GPT-2's words; `prefixSpace` adds a space before text that lacks one there.
  case byteLevel(prefixSpace: Bool)
  /// `Split` by `WordAndPunctuationScanner.pattern`.
  case wordsAndPunctuation
  /// `BertPreTokenizer`.
  case bert
  /// `WhitespaceSplit`.
  case whitespace
  /// `Metaspace`, alone or behind `WhitespaceSplit`.
  case metaspace(Metaspace)
}
