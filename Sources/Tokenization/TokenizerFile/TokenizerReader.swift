import FileFormats

/// Reads a `tokenizer.json` part by part and refuses whatever would be encoded differently here.
struct TokenizerReader {
  let path: String
  let document: TokenizerDocument
  private let bytes: [UInt8]
  var root: JSONValue { document.root }

  init(path: String) throws(FileError) {
    try self.init(parsing: try JSONParser.bytes(ofFile: path), path: path)
  }

  init(parsing bytes: [UInt8], path: String) throws(FileError) {
    self.path = path
    self.bytes = bytes
    document = try TokenizerDocument(parsing: bytes, path: path)
  }

  /// The whole tokenizer.
  func core() throws(TokenizerError) -> TokenizerCore {
    guard root.members != nil else { throw malformed("it holds no object") }
    if let version = root["version"]?.text, version != TokenizerFile.version {
      throw unsupported("version", version, TokenizerFile.version)
    }
    let normalizer = NormalizerPipeline(try normalizer(root["normalizer"]))
    let tokens = try tokens()
    let preTokenizer = try preTokenizer()
    let model = try model(tokens, preTokenizer)
    let specials = try specials(tokens, normalizer)
    let template = try template(tokens)
    let roles = try roles(specials, template, model)
    let decoder = try decoder(model)
    let maximumLength = try maximumLength()
    let isOurs =
      normalizer.isPlain && specials.entries.allSatisfy(\.isPlain) && roles == .standard
      && isAbsent(root["truncation"]) && isAbsent(root["padding"])
      && Self.isOurs(preTokenizer, model) && root["post_processor"]?["type"] == "TemplateProcessing"
      && tokens.count == document.vocabulary?.count
    return TokenizerCore(
      tokens: tokens, normalizer: normalizer, preTokenizer: preTokenizer, model: model,
      specials: specials, prefix: template.prefix, suffix: template.suffix, roles: roles,
      decoder: decoder, maximumLength: maximumLength, source: isOurs ? nil : bytes)
  }

  /// Whether both are of the kinds that are written here.
  private static func isOurs(
    _ preTokenizer: PreTokenizer, _ model: TokenizerCore.Model
  ) -> Bool {
    if case .metaspace = preTokenizer { return false }
    switch model {
    case .wordLevel, .bytePair: return true
    case .wordPiece, .unigram: return false
    }
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

  /// The most tokens of a sentence. Padding to the longest sentence of a batch changes no sentence.
  private func maximumLength() throws(TokenizerError) -> Int {
    if let padding = root["padding"], padding != .null, padding["strategy"] != "BatchLongest" {
      throw unsupported(
        "padding", padding["strategy"]?.jsonText ?? "without strategy", "BatchLongest or none")
    }
    guard let truncation = root["truncation"], truncation != .null else { return .max }
    try require("truncation", truncation, [("direction", "Right")])
    guard let length = truncation["max_length"]?.wholeNumber, length > 0 else {
      throw malformed("its truncation has no max_length")
    }
    return length
  }
}
