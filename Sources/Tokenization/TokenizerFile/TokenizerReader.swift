import FileFormats

/// Reads a `tokenizer.json` part by part and refuses whatever would be encoded differently here.
struct TokenizerReader {
  let path: String
  let document: TokenizerDocument
  var root: JSONValue { document.root }

  init(path: String) throws(FileError) {
    try self.init(parsing: try JSONParser.bytes(ofFile: path), path: path)
  }

  init(parsing bytes: [UInt8], path: String) throws(FileError) {
    self.path = path
    document = try TokenizerDocument(parsing: bytes, path: path)
  }

  /// The whole tokenizer.
  func core() throws(TokenizerError) -> TokenizerCore {
    guard root.members != nil else { throw malformed("it holds no object") }
    if let version = root["version"]?.text, version != TokenizerFile.version {
      throw unsupported("version", version, TokenizerFile.version)
    }
    for part in ["truncation", "padding"] where !isAbsent(root[part]) {
      throw unsupported(part, "in the file", "files without it")
    }
    let tokens = try vocabulary()
    let preTokenizer = try preTokenizer()
    let model = try model(tokens, preTokenizer)
    let template = try template(tokens)
    try checkDecoder(model)
    return TokenizerCore(
      tokens: tokens, normalizer: NormalizerPipeline(try normalizer(root["normalizer"])),
      preTokenizer: preTokenizer, model: model, specials: try specials(tokens),
      prefix: template.prefix, suffix: template.suffix)
  }

  func malformed(_ reason: String) -> TokenizerError {
    .malformed(path: path, reason: reason)
  }

  func unsupported(_ component: String, _ found: String, _ supported: String) -> TokenizerError {
    .unsupported(path: path, component: component, found: found, supported: supported)
  }

  func isAbsent(_ value: JSONValue?) -> Bool {
    value == nil || value == .null
  }

  /// Refuses members of `object` with any other value than the one that is supported.
  func require(
    _ component: String, _ object: JSONValue, _ values: [(key: String, value: JSONValue)]
  ) throws(TokenizerError) {
    for (key, value) in values {
      guard let found = object[key], found != .null, found != value else { continue }
      throw unsupported("\(component) \(key)", found.jsonText, "\(value.jsonText) there")
    }
  }

  // MARK: - Tokens

  /// The vocabulary: every id from zero on exactly once, the required special tokens first.
  private func vocabulary() throws(TokenizerError) -> TokenTable {
    guard let list = document.vocabulary else { throw malformed("its model has no vocabulary") }
    var numbers = [Int](repeating: -1, count: list.count)
    for (number, id) in list.ids.enumerated() {
      guard numbers.indices.contains(id), numbers[id] < 0 else {
        let token = String(decoding: list.bytes[list.range(of: number)], as: UTF8.self)
        let found = list.invalid.flatMap { $0.number == number ? $0.value : nil } ?? .integer(id)
        throw malformed(
          "token \(token) has the id \(found.jsonText); "
            + "\(list.count) tokens need the ids 0 to \(list.count - 1), each once")
      }
      numbers[id] = number
    }
    var tokens = TokenTable(minimumCapacity: list.count)
    for number in numbers {
      tokens.insert(list.bytes.span.extracting(list.range(of: number)))
    }
    guard tokens.count == list.count else { throw malformed("a token occurs twice") }
    for (id, token) in SpecialTokens.required.enumerated() {
      guard id < tokens.count, tokens[id].elementsEqual(token.utf8) else {
        throw malformed(
          "its vocabulary has to begin with \(SpecialTokens.required.joined(separator: ", "))")
      }
    }
    return tokens
  }

  private func specials(_ tokens: TokenTable) throws(TokenizerError) -> SpecialTokens {
    var entries: [SpecialTokens.Entry] = []
    for value in root["added_tokens"]?.elements ?? [] {
      guard let content = value["content"]?.text, !content.isEmpty,
        let id = value["id"]?.wholeNumber
      else { throw malformed("an added token has no content or no id") }
      let bytes = Array(content.utf8)
      guard let known = tokens.id(of: bytes), Int(known) == id,
        !entries.contains(where: { $0.id == known })
      else { throw malformed("the added token \(content) with id \(id) is not in the vocabulary") }
      try require(
        "added token \(content)", value,
        [
          ("special", true), ("normalized", false), ("single_word", false), ("lstrip", false),
          ("rstrip", false),
        ])
      entries.append(.init(content: bytes, id: known))
    }
    let missing = SpecialTokens.required.first { required in
      !entries.contains { $0.content == Array(required.utf8) }
    }
    if let missing { throw malformed("\(missing) is not among its added tokens") }
    return SpecialTokens(entries)
  }

  // MARK: - Template

  /// The special tokens before and after the text, which have to end with `</s>`.
  private func template(
    _ tokens: TokenTable
  ) throws(TokenizerError) -> (prefix: [UInt32], suffix: [UInt32]) {
    let supported = "TemplateProcessing with $A and special tokens, </s> last"
    guard let processor = root["post_processor"],
      processor["type"] == "TemplateProcessing", let single = processor["single"]?.elements
    else {
      throw unsupported(
        "post-processor", root["post_processor"]?["type"]?.text ?? "none", supported)
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
    guard parts.count == 2, parts[1].last == 3 else {
      throw unsupported("template", JSONValue.array(single).jsonText, supported)
    }
    return (parts[0], parts[1])
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
