import FileFormats
import Foundation

extension TokenizerReader {
  /// The steps of a normalizer, with nested sequences flattened.
  func normalizer(_ value: JSONValue?) throws(TokenizerError) -> [NormalizerStep] {
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
    case "BertNormalizer": return [.bert(bert(value))]
    case "Precompiled": return [.precompiled(try characterMap(value))]
    case "Replace": return [try replacement(value)]
    case "Sequence":
      var steps: [NormalizerStep] = []
      for element in value["normalizers"]?.elements ?? [] { steps += try normalizer(element) }
      return steps
    default:
      throw unsupported(
        "normalizer", type,
        "NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, BertNormalizer, Precompiled, Replace "
          + "and Sequence")
    }
  }

  private func bert(_ value: JSONValue) -> BertNormalization {
    let lowercases = value["lowercase"]?.truth ?? true
    return BertNormalization(
      cleansText: value["clean_text"]?.truth ?? true,
      separatesChinese: value["handle_chinese_chars"]?.truth ?? true,
      stripsAccents: value["strip_accents"]?.truth ?? lowercases, lowercases: lowercases)
  }

  private func characterMap(_ value: JSONValue) throws(TokenizerError) -> CharacterMap {
    guard let text = value["precompiled_charsmap"]?.text, let data = Data(base64Encoded: text),
      let map = CharacterMap(Array(data))
    else { throw malformed("its table of characters is damaged") }
    return map
  }

  /// A text, or the one regular expression that files of SentencePiece models have.
  private func replacement(_ value: JSONValue) throws(TokenizerError) -> NormalizerStep {
    guard let content = value["content"]?.text else {
      throw malformed("its normalizer Replace has no content")
    }
    if let text = value["pattern"]?["String"]?.text, !text.isEmpty {
      return .replace(text, isRun: false, by: content)
    }
    guard value["pattern"]?["Regex"] == " {2,}" else {
      throw unsupported(
        "normalizer", "Replace of \((value["pattern"] ?? .null).jsonText)",
        "texts and the regular expression \" {2,}\" there")
    }
    return .replace(" ", isRun: true, by: content)
  }
}
