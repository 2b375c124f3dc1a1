import TestSupport
import Tokenization

/// The golden tokenizers, made by Tests/Peers/make_tokenizer_goldens.py.
enum GoldenTokenizer {
  static let names = ["word-plain", "word-stripped", "bpe-plain", "bpe-stripped"]

  /// Those of kinds that are read but not built, made by make_foreign_tokenizer_goldens.py.
  static let foreignNames = ["bert-uncased", "bert-cased", "albert", "t5", "unigram-bytes"]

  /// Those of `names` with the words of a second corpus, made by make_grown_goldens.py.
  static let grownNames = names.map { $0 + "-grown" }

  static let allNames = names + foreignNames + grownNames

  static func load(_ name: String) throws -> Tokenizer {
    try Tokenizer(contentsOf: GoldenFile.path(name + ".json"))
  }

  /// The builder that has to make the tokenizer of this name from the golden corpus.
  static func builder(_ name: String) -> VocabularyBuilder {
    let isStripped = name.hasSuffix("stripped")
    return VocabularyBuilder(
      model: name.hasPrefix("word") ? .word : .bpe,
      vocabularySize: name.hasPrefix("word") ? 120 : 360,
      normalization: isStripped ? .nfkc : .nfc, lowercase: isStripped, stripAccents: isStripped)
  }
}

/// Texts that have broken tokenizers.
let awkwardTexts = [
  "", " ", "a", "\n", "é", "e\u{301}", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "שָׁלוֹם", "日本語", "\r\n", "a\r\nb", "\u{0}",
  "a\u{0}b",
  "  leading and trailing  ", "\u{FFFD}", "\u{10FFFF}", "\t\t x", "don't it's we'll", "12,345.67",
  String(repeating: "long text, ", count: 500), "\u{202E}abc\u{202C}", "a\u{300}\u{301}\u{302}",
]
