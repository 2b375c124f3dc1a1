/// How a normalised text is cut into the words that a model knows or splits further.
enum PreTokenizer: Equatable, Sendable {
  /// `ByteLevel`: GPT-2's words; `prefixSpace` puts a space before text that begins without one.
  case byteLevel(prefixSpace: Bool)
  /// `Split` by `WordAndMarkScanner.pattern`.
  case wordsAndMarks
  /// `BertPreTokenizer`.
  case bert
  /// `WhitespaceSplit`.
  case whitespace
}
