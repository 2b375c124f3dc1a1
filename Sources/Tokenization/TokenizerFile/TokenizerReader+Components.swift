import FileFormats

extension TokenizerReader {
  /// The steps of a normalizer, sequences within sequences laid flat.
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
      let pattern = JSONValue.string(WordAndMarkScanner.pattern)
      guard value["pattern"]?["Regex"] == pattern, value["behavior"] == "Removed",
        value["invert"] == true
      else { throw unsupported("pre-tokenizer", "Split by another pattern", supported) }
      return .wordsAndMarks
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
    switch value["type"]?.text ?? (value["merges"] == nil ? "WordLevel" : "BPE") {
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
    var merges: [BytePairModel.Merge] = []
    for element in value["merges"]?.elements ?? [] {
      merges.append(try merge(element, tokens))
    }
    guard let model = BytePairModel(byteIDs: byteIDs, merges: merges) else {
      throw malformed("a pair of tokens merges twice")
    }
    return model
  }

  /// A merge as a list of two tokens or, in files of early versions, as a text with one space.
  private func merge(
    _ element: JSONValue, _ tokens: TokenTable
  ) throws(TokenizerError) -> BytePairModel.Merge {
    let parts: [[UInt8]] =
      if let text = element.text {
        text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
          .map(Array.init)
      } else {
        (element.elements ?? []).map { Array(($0.text ?? "").utf8) }
      }
    guard parts.count == 2, let left = tokens.id(of: parts[0]), let right = tokens.id(of: parts[1]),
      let result = tokens.id(of: parts[0] + parts[1])
    else { throw malformed("the merge \(element.jsonText) is not of tokens in the vocabulary") }
    return .init(left: left, right: right, result: result)
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
