import FileFormats

extension TokenizerReader {
  func preTokenizer() throws(TokenizerError) -> PreTokenizer {
    let supported =
      "ByteLevel, BertPreTokenizer, WhitespaceSplit, Metaspace, WhitespaceSplit with Metaspace, and "
      + "the Split that it writes itself"
    guard let value = root["pre_tokenizer"], let type = value["type"]?.text else {
      throw unsupported("pre-tokenizer", "none", supported)
    }
    switch type {
    case "ByteLevel":
      try require("ByteLevel", value, [("use_regex", true)])
      return .byteLevel(prefixSpace: value["add_prefix_space"]?.truth ?? true)
    case "Split":
      let pattern = JSONValue.string(WordAndPunctuationScanner.pattern)
      guard value["pattern"]?["Regex"] == pattern, value["behavior"] == "Removed",
        value["invert"] == true
      else { throw unsupported("pre-tokenizer", "Split by another pattern", supported) }
      return .wordsAndPunctuation
    case "BertPreTokenizer": return .bert
    case "WhitespaceSplit": return .whitespace
    case "Metaspace": return .metaspace(try metaspace(value, splitsSpace: false))
    case "Sequence":
      let parts = value["pretokenizers"]?.elements ?? []
      guard parts.map({ $0["type"]?.text }) == ["WhitespaceSplit", "Metaspace"] else {
        let names = parts.map { $0["type"]?.text ?? "unknown" }
        throw unsupported(
          "pre-tokenizer", "Sequence of " + names.joined(separator: ", "), supported)
      }
      return .metaspace(try metaspace(parts[1], splitsSpace: true))
    default: throw unsupported("pre-tokenizer", type, supported)
    }
  }

  private func metaspace(
    _ value: JSONValue, splitsSpace: Bool
  ) throws(TokenizerError) -> Metaspace {
    try require("Metaspace", value, [("replacement", "\u{2581}")])
    return Metaspace(
      prefix: try metaspacePrefix(value), splitsSpace: splitsSpace,
      splits: value["split"]?.truth ?? true)
  }

  /// `prepend_scheme`, or `add_prefix_space` in files of early versions.
  private func metaspacePrefix(_ value: JSONValue) throws(TokenizerError) -> Metaspace.Prefix {
    guard let scheme = value["prepend_scheme"]?.text else {
      return value["add_prefix_space"]?.truth ?? true ? .always : .never
    }
    guard let prefix = Metaspace.Prefix(rawValue: scheme) else {
      throw unsupported("Metaspace prepend_scheme", scheme, "always, first and never there")
    }
    return prefix
  }

  func model(
    _ tokens: TokenTable, _ preTokenizer: PreTokenizer
  ) throws(TokenizerError) -> TokenizerCore.Model {
    let value = root["model"] ?? .null
    // Files of early versions leave the type out; only BPE has merges.
    let type = value["type"]?.text
    switch type
      ?? (document.unigrams != nil ? "Unigram" : document.merges == nil ? "WordLevel" : "BPE")
    {
    case "WordLevel":
      if case .byteLevel = preTokenizer {
        throw unsupported("pre-tokenizer of a WordLevel model", "ByteLevel", "any other there")
      }
      guard let unknown = value["unk_token"]?.text, let id = tokens.id(of: Array(unknown.utf8))
      else { throw malformed("its unknown token is missing or not in the vocabulary") }
      return .wordLevel(unknown: id)
    case "BPE":
      guard case .byteLevel = preTokenizer else {
        throw unsupported("pre-tokenizer of a BPE model", "other than ByteLevel", "ByteLevel there")
      }
      return .bytePair(try bytePairModel(value, tokens))
    case "WordPiece": return .wordPiece(try wordPieceModel(value, tokens))
    case "Unigram": return .unigram(try unigramModel(value, tokens))
    case let type: throw unsupported("model", type, "WordLevel, BPE, WordPiece and Unigram")
    }
  }

  private func wordPieceModel(
    _ value: JSONValue, _ tokens: TokenTable
  ) throws(TokenizerError) -> WordPieceModel {
    guard let unknown = tokens.id(of: Array((value["unk_token"]?.text ?? "[UNK]").utf8)) else {
      throw malformed("its unknown token is missing or not in the vocabulary")
    }
    let length = value["max_input_chars_per_word"]?.wholeNumber ?? 100
    guard length > 0 else { throw malformed("its words may have \(length) characters") }
    return WordPieceModel(
      unknown: unknown, prefix: Array((value["continuing_subword_prefix"]?.text ?? "##").utf8),
      maximumLength: length)
  }

  private func unigramModel(
    _ value: JSONValue, _ tokens: TokenTable
  ) throws(TokenizerError) -> UnigramModel {
    guard let list = document.unigrams, let unknown = value["unk_id"]?.wholeNumber,
      (0..<list.count).contains(unknown)
    else { throw malformed("its unknown token is missing or not in the vocabulary") }
    var byteIDs: [UInt32] = []
    if value["byte_fallback"]?.truth ?? false {
      byteIDs = (0..<256).compactMap { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return tokens.id(of: Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8))
      }
      guard byteIDs.count == 256 else {
        throw malformed("its vocabulary lacks a byte such as <0x0A>; all 256 are needed")
      }
    }
    return UnigramModel(
      scores: list.scores, tokens: tokens, unknown: UInt32(unknown), byteIDs: byteIDs)
  }

  private func bytePairModel(
    _ value: JSONValue, _ tokens: TokenTable
  ) throws(TokenizerError) -> BytePairModel {
    try require(
      "BPE", value,
      [
        ("dropout", .null), ("continuing_subword_prefix", ""), ("end_of_word_suffix", ""),
        ("fuse_unk", false), ("byte_fallback", false), ("ignore_merges", false),
      ])
    var byteIDs: [UInt32] = []
    for letter in ByteAlphabet.letters {
      guard let id = tokens.id(of: Array(String(letter).utf8)) else {
        throw malformed("its vocabulary lacks the byte \(letter); all 256 are needed")
      }
      byteIDs.append(id)
    }
    guard let model = BytePairModel(byteIDs: byteIDs, merges: try merges(tokens)) else {
      throw malformed("a pair of tokens merges twice")
    }
    return model
  }

  private func merges(_ tokens: TokenTable) throws(TokenizerError) -> [BytePairModel.Merge] {
    guard let list = document.merges else { return [] }
    var merges: [BytePairModel.Merge] = []
    merges.reserveCapacity(list.count)
    let bytes = list.bytes.span
    for rank in 0..<list.count {
      let (left, right) = list[rank]
      guard let leftID = tokens.id(of: bytes.extracting(left)),
        let rightID = tokens.id(of: bytes.extracting(right)),
        let result = tokens.id(of: bytes.extracting(left.lowerBound..<right.upperBound))
      else {
        let texts = [left, right].map { range -> JSONValue in
          .string(String(decoding: list.bytes[range], as: UTF8.self))
        }
        throw malformedMerge(.array(texts))
      }
      merges.append(.init(left: leftID, right: rightID, result: result))
    }
    if let invalid = list.invalid { throw malformedMerge(invalid) }
    return merges
  }

  private func malformedMerge(_ value: JSONValue) -> TokenizerError {
    malformed("the merge \(value.jsonText) is not of tokens in the vocabulary")
  }

  /// How tokens become text; some models know only one way.
  func decoder(_ model: TokenizerCore.Model) throws(TokenizerError) -> TokenDecoder {
    let value = root["decoder"] ?? .null
    let type = value == .null ? nil : value["type"]?.text ?? "unknown"
    switch (model, type) {
    case (.bytePair, "ByteLevel"): return .bytes
    case (.bytePair, _):
      throw unsupported("decoder of a BPE model", type ?? "none", "ByteLevel there")
    case (_, nil): return .spaces
    case (.wordPiece, "WordPiece"):
      return .wordPiece(
        prefix: value["prefix"]?.text ?? "##", cleans: value["cleanup"]?.truth ?? true)
    case (.wordPiece, let type?):
      throw unsupported("decoder of a WordPiece model", type, "WordPiece and none there")
    case (.unigram, "Metaspace"):
      try require("Metaspace", value, [("replacement", "\u{2581}")])
      return .metaspace(keepsFirst: try metaspacePrefix(value) == .never)
    case (.unigram, let type?):
      throw unsupported("decoder of a Unigram model", type, "Metaspace and none there")
    case (.wordLevel, let type?):
      throw unsupported("decoder of a WordLevel model", type, "none there")
    }
  }
}
