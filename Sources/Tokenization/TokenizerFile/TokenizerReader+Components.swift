import FileFormats

extension TokenizerReader {
  /// The steps of a normalizer, with nested sequences flattened.
  func normalizer(
    _ value: JSONValue?, depth: Int = 0
  ) throws(TokenizerError) -> [NormalizerStep] {
    guard let value, value != .null else { return [] }
    let type = value["type"]?.text ?? "without type"
    if let form = NormalizationForm.allCases.first(where: { $0.rawValue.uppercased() == type }) {
      return [.form(form)]
    }
    switch type {
    case "Lowercase": return [.lowercase]
    case "StripAccents": return [.stripAccents]
    case "Strip":
      return [
        .strip(
          left: value["strip_left"]?.truth ?? true, right: value["strip_right"]?.truth ?? true)
      ]
    case "Sequence":
      var steps: [NormalizerStep] = []
      for element in value["normalizers"]?.elements ?? [] {
        steps += try normalizer(element, depth: depth + 1)
      }
      return steps
    default:
      throw unsupported(
        "normalizer", type, "NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip and Sequence")
    }
  }

  func preTokenizer() throws(TokenizerError) -> PreTokenizer {
    let supported =
      "ByteLevel, BertPreTokenizer, WhitespaceSplit and the Split that it writes itself"
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
    default: throw unsupported("pre-tokenizer", type, supported)
    }
  }

  func model(
    _ tokens: TokenTable, _ preTokenizer: PreTokenizer
  ) throws(TokenizerError) -> TokenizerCore.Model {
    let value = root["model"] ?? .null
    // Files of early versions leave the type out; only BPE has merges.
    switch value["type"]?.text ?? (document.merges == nil ? "WordLevel" : "BPE") {
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
    case let type:
      throw unsupported("model", type, "WordLevel and BPE")
    }
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

  /// Decoding follows from the model, so the decoder in the file has to be that of the model.
  func checkDecoder(_ model: TokenizerCore.Model) throws(TokenizerError) {
    let type = root["decoder"]?["type"]?.text
    switch model {
    case .wordLevel:
      if !isAbsent(root["decoder"]) {
        throw unsupported("decoder of a WordLevel model", type ?? "unknown", "none there")
      }
    case .bytePair:
      guard type == "ByteLevel" else {
        throw unsupported("decoder of a BPE model", type ?? "none", "ByteLevel there")
      }
    }
  }
}
