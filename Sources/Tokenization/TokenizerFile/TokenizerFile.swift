import FileFormats

/// The file of a tokenizer: Hugging Face `tokenizer.json`, version 1.0.
///
/// Written with every member in a fixed order, so that the same tokenizer gives the same bytes.
enum TokenizerFile {
  static let version = "1.0"

  /// The checksum of the bytes that would be written.
  static func checksum(of core: TokenizerCore) -> UInt64 {
    Checksum.of(bytes(of: core))
  }

  /// The content of the file.
  ///
  /// What this library does not write itself is kept as it was read.
  static func bytes(of core: TokenizerCore) -> [UInt8] {
    if let source = core.source { return source }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(core.tokens.byteCount * 2 + core.tokens.count * 32)
    append(
      object: [
        ("version", .value(.string(version))), ("truncation", .value(.null)),
        ("padding", .value(.null)),
        ("added_tokens", .value(.array(core.specials.entries.map(addedToken)))),
        ("normalizer", .value(normalizer(core.normalizer.steps))),
        ("pre_tokenizer", .value(preTokenizer(core.preTokenizer))),
        ("post_processor", .value(postProcessor(core))),
        ("decoder", .value(decoder(core.model))), ("model", .object(model(core))),
      ], of: core, to: &bytes, indentation: 0)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// What a member of an object holds; long lists are written without a value for each element.
  private indirect enum Content {
    case value(JSONValue)
    case object([(key: String, content: Content)])
    case vocabulary
    case merges([BytePairModel.Merge])
  }

  private static func append(
    object members: [(key: String, content: Content)], of core: TokenizerCore,
    to bytes: inout [UInt8], indentation: Int
  ) {
    bytes.appendList("{", "}", count: members.count, indentation: indentation) { index, bytes in
      JSONValue.append(string: members[index].key, to: &bytes)
      bytes.append(contentsOf: ": ".utf8)
      let inner = indentation + 2
      switch members[index].content {
      case .value(let value): value.append(to: &bytes, indentation: inner)
      case .object(let members):
        append(object: members, of: core, to: &bytes, indentation: inner)
      case .vocabulary: append(vocabulary: core.tokens, to: &bytes, indentation: inner)
      case .merges(let merges): append(merges: merges, of: core, to: &bytes, indentation: inner)
      }
    }
  }

  private static func append(
    vocabulary tokens: TokenTable, to bytes: inout [UInt8], indentation: Int
  ) {
    bytes.appendList("{", "}", count: tokens.count, indentation: indentation) { id, bytes in
      tokens.withToken(id) { JSONValue.append(utf8: $0, to: &bytes) }
      bytes.append(UInt8(ascii: ":"))
      bytes.append(UInt8(ascii: " "))
      bytes.append(decimal: id)
    }
  }

  private static func append(
    merges: [BytePairModel.Merge], of core: TokenizerCore, to bytes: inout [UInt8],
    indentation: Int
  ) {
    // The white space around the tokens is the same for every pair and made once.
    let outer = [UInt8].newLine(indentation + 2)
    let inner = [UInt8].newLine(indentation + 4)
    bytes.appendList("[", "]", count: merges.count, indentation: indentation) { rank, bytes in
      bytes.append(UInt8(ascii: "["))
      bytes.append(contentsOf: inner)
      core.tokens.withToken(Int(merges[rank].left)) { JSONValue.append(utf8: $0, to: &bytes) }
      bytes.append(UInt8(ascii: ","))
      bytes.append(contentsOf: inner)
      core.tokens.withToken(Int(merges[rank].right)) { JSONValue.append(utf8: $0, to: &bytes) }
      bytes.append(contentsOf: outer)
      bytes.append(UInt8(ascii: "]"))
    }
  }

  private static func addedToken(_ entry: AddedTokens.Entry) -> JSONValue {
    [
      "id": .integer(Int(entry.id)), "content": text(entry.content[...]), "single_word": false,
      "lstrip": false, "rstrip": false, "normalized": false, "special": true,
    ]
  }

  private static func normalizer(_ steps: [NormalizerStep]) -> JSONValue {
    let values = steps.map { step -> JSONValue in
      switch step {
      case .form(let form): ["type": .string(form.rawValue.uppercased())]
      case .lowercase: ["type": "Lowercase"]
      case .stripAccents: ["type": "StripAccents"]
      case .strip(let left, let right):
        ["type": "Strip", "strip_left": .bool(left), "strip_right": .bool(right)]
      case .bert, .precompiled, .replace: preconditionFailure("written as it was read")
      }
    }
    return values.isEmpty ? .null : ["type": "Sequence", "normalizers": .array(values)]
  }

  private static func preTokenizer(_ preTokenizer: PreTokenizer) -> JSONValue {
    switch preTokenizer {
    case .byteLevel(let prefixSpace):
      [
        "type": "ByteLevel", "add_prefix_space": .bool(prefixSpace), "trim_offsets": true,
        "use_regex": true,
      ]
    case .wordsAndPunctuation:
      [
        "type": "Split", "pattern": ["Regex": .string(WordAndPunctuationScanner.pattern)],
        "behavior": "Removed", "invert": true,
      ]
    case .bert: ["type": "BertPreTokenizer"]
    case .whitespace: ["type": "WhitespaceSplit"]
    case .metaspace: preconditionFailure("written as it was read")
    }
  }

  /// The template `$A </s>`, or with other special tokens before and after the sentence.
  private static func postProcessor(_ core: TokenizerCore) -> JSONValue {
    let name = { (id: UInt32) in text(core.tokens[Int(id)]) }
    let special = { (id: UInt32, kind: Int) -> JSONValue in
      ["SpecialToken": ["id": name(id), "type_id": .integer(kind)]]
    }
    let sequence = { (letter: String, kind: Int) -> JSONValue in
      ["Sequence": ["id": .string(letter), "type_id": .integer(kind)]]
    }
    let single =
      core.prefix.map { special($0, 0) } + [sequence("A", 0)] + core.suffix.map { special($0, 0) }
    let pair =
      single + core.prefix.map { special($0, 1) } + [sequence("B", 1)]
      + core.suffix.map { special($0, 1) }
    let used = Set(core.prefix + core.suffix).sorted()
    let members = used.map { id in
      JSONValue.Member(
        key: String(decoding: core.tokens[Int(id)], as: UTF8.self),
        value: ["id": name(id), "ids": [.integer(Int(id))], "tokens": [name(id)]])
    }
    return [
      "type": "TemplateProcessing", "single": .array(single), "pair": .array(pair),
      "special_tokens": .object(members),
    ]
  }

  private static func decoder(_ model: TokenizerCore.Model) -> JSONValue {
    guard case .bytePair = model else { return .null }
    return [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true,
    ]
  }

  private static func model(_ core: TokenizerCore) -> [(key: String, content: Content)] {
    switch core.model {
    case .wordLevel(let unknown):
      [
        ("type", .value("WordLevel")), ("vocab", .vocabulary),
        ("unk_token", .value(text(core.tokens[Int(unknown)]))),
      ]
    case .bytePair(let model):
      [
        ("type", .value("BPE")), ("dropout", .value(.null)), ("unk_token", .value(.null)),
        ("continuing_subword_prefix", .value(.null)), ("end_of_word_suffix", .value(.null)),
        ("fuse_unk", .value(false)), ("byte_fallback", .value(false)),
        ("ignore_merges", .value(false)), ("vocab", .vocabulary), ("merges", .merges(model.merges)),
      ]
    case .wordPiece, .unigram: preconditionFailure("written as it was read")
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> JSONValue {
    .string(String(decoding: bytes, as: UTF8.self))
  }
}

extension [UInt8] {
  /// Appends an object or array of JSON, with a line for each element that `body` appends.
  fileprivate mutating func appendList(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, count: Int, indentation: Int,
    _ body: (Int, inout [UInt8]) -> Void
  ) {
    let outer = Self.newLine(indentation)
    let inner = Self.newLine(indentation + 2)
    append(UInt8(ascii: opening))
    for index in 0..<count {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(contentsOf: inner)
      body(index, &self)
    }
    if count > 0 { append(contentsOf: outer) }
    append(UInt8(ascii: closing))
  }

  /// A line break and the spaces after it.
  fileprivate static func newLine(_ indentation: Int) -> [UInt8] {
    [UInt8(ascii: "\n")] + [UInt8](repeating: UInt8(ascii: " "), count: indentation)
  }

  /// Appends the digits of a number that is not negative.
  fileprivate mutating func append(decimal value: Int) {
    if value >= 10 { append(decimal: value / 10) }
    append(UInt8(ascii: "0") + UInt8(value % 10))
  }
}
