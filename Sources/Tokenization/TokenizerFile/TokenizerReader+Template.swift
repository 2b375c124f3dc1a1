import FileFormats

extension TokenizerReader {
  /// The special tokens before and after the text.
  func template(
    _ tokens: TokenTable
  ) throws(TokenizerError) -> (prefix: [UInt32], suffix: [UInt32]) {
    let supported =
      "TemplateProcessing with $A and special tokens, BertProcessing and RobertaProcessing"
    guard let processor = root["post_processor"], let type = processor["type"]?.text else {
      throw unsupported("post-processor", "none", supported)
    }
    switch type {
    case "BertProcessing", "RobertaProcessing":
      return ([try pair(processor, "cls", tokens)], [try pair(processor, "sep", tokens)])
    case "TemplateProcessing": break
    default: throw unsupported("post-processor", type, supported)
    }
    guard let single = processor["single"]?.elements else {
      throw unsupported("template", "none", supported)
    }
    var parts: [[UInt32]] = [[]]
    for element in single {
      if element["Sequence"]?["id"] == "A" {
        parts.append([])
      } else if let name = element["SpecialToken"]?["id"]?.text {
        parts[parts.count - 1] += try templateIDs(processor, name, tokens)
      } else {
        throw unsupported("template part", element.jsonText, supported)
      }
    }
    guard parts.count == 2 else {
      throw unsupported("template", JSONValue.array(single).jsonText, supported)
    }
    return (parts[0], parts[1])
  }

  /// The id of a pair of token and id.
  private func pair(
    _ processor: JSONValue, _ key: String, _ tokens: TokenTable
  ) throws(TokenizerError) -> UInt32 {
    guard let pair = processor[key]?.elements, pair.count == 2,
      let id = pair[1].wholeNumber.flatMap(UInt32.init(exactly:)), Int(id) < tokens.count
    else { throw malformed("its post-processor has no valid token \(key)") }
    return id
  }

  private func templateIDs(
    _ processor: JSONValue, _ name: String, _ tokens: TokenTable
  ) throws(TokenizerError) -> [UInt32] {
    let listed = processor["special_tokens"]?[name]?["ids"]?.elements ?? []
    let ids = listed.compactMap { $0.wholeNumber.flatMap(UInt32.init(exactly:)) }
    guard !ids.isEmpty, ids.count == listed.count, ids.allSatisfy({ Int($0) < tokens.count })
    else { throw malformed("its template names \(name), which has no valid ids there") }
    return ids
  }
}
