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
  static func bytes(of core: TokenizerCore) -> [UInt8] {
    var bytes: [UInt8] = []
    json(of: core).append(to: &bytes, indentation: 0)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private static func json(of core: TokenizerCore) -> JSONValue {
    [
      "version": .string(version), "truncation": .null, "padding": .null,
      "added_tokens": .array(core.specials.entries.map(addedToken)),
      "normalizer": normalizer(core.normalizer.steps),
      "pre_tokenizer": preTokenizer(core.preTokenizer),
      "post_processor": postProcessor(core),
      "decoder": decoder(core.model),
      "model": model(core),
    ]
  }

  private static func addedToken(_ entry: SpecialTokens.Entry) -> JSONValue {
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
    case .wordsAndMarks:
      [
        "type": "Split", "pattern": ["Regex": .string(WordAndMarkScanner.pattern)],
        "behavior": "Removed", "invert": true,
      ]
    case .bert: ["type": "BertPreTokenizer"]
    case .whitespace: ["type": "WhitespaceSplit"]
    }
  }

  /// The template `$A </s>`, or whatever stands before and after a sentence.
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

  private static func model(_ core: TokenizerCore) -> JSONValue {
    let vocabulary = JSONValue.object(
      (0..<core.tokens.count).map { id in
        JSONValue.Member(
          key: String(decoding: core.tokens[id], as: UTF8.self), value: .integer(id))
      })
    switch core.model {
    case .wordLevel(let unknown):
      return [
        "type": "WordLevel", "vocab": vocabulary, "unk_token": text(core.tokens[Int(unknown)]),
      ]
    case .bytePair(let model):
      let merges = model.merges.map { merge -> JSONValue in
        [text(core.tokens[Int(merge.left)]), text(core.tokens[Int(merge.right)])]
      }
      return [
        "type": "BPE", "dropout": .null, "unk_token": .null, "continuing_subword_prefix": .null,
        "end_of_word_suffix": .null, "fuse_unk": false, "byte_fallback": false,
        "ignore_merges": false, "vocab": vocabulary, "merges": .array(merges),
      ]
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> JSONValue {
    .string(String(decoding: bytes, as: UTF8.self))
  }
}

extension Tokenizer {
  /// Writes `tokenizer.json`, beside its destination and then renamed into place.
  ///
  /// - Throws: `FileError` if the file cannot be written.
  public func write(to path: String, existing: ExistingFile = .replace) throws(FileError) {
    let file = try AtomicFile(path: path, existing: existing)
    try file.write(TokenizerFile.bytes(of: core))
    try file.commit()
  }
}
