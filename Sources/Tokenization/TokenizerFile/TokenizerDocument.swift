import FileFormats

/// The content of a `tokenizer.json`: its long lists as bytes, everything else as JSON values.
///
/// A vocabulary of 60,000 words would be 60,000 values and strings, which take several times as
/// long to make as the tokenizer itself.
struct TokenizerDocument {
  /// Everything but the vocabulary and the merges of the model.
  let root: JSONValue
  /// The `vocab` of the model, nil if it has none.
  let vocabulary: VocabularyList?
  /// The `vocab` of a Unigram model, nil if it has none.
  let unigrams: UnigramList?
  /// The `merges` of the model, nil if it has none.
  let merges: MergeList?

  /// Parses the content of a file; `path` is for messages.
  init(parsing bytes: [UInt8], path: String) throws(FileError) {
    let start = bytes.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    if let start, start != UInt8(ascii: "{"), bytes.first != 0xEF {
      throw .foreign(path: path, format: ForeignFormat(ofTokenizer: bytes), purpose: .tokenizer)
    }
    var vocabulary: VocabularyList?
    var unigrams: UnigramList?
    var merges: MergeList?
    root = try JSONParser.parse(bytes, path: path) { (parser) throws(JSONParser.Failure) in
      guard parser.next == UInt8(ascii: "{") else { return try parser.value() }
      return try parser.object { (parser, key) throws(JSONParser.Failure) in
        guard key == "model", parser.next == UInt8(ascii: "{") else { return try parser.value() }
        return try parser.object { (parser, key) throws(JSONParser.Failure) in
          switch (key, parser.next) {
          case ("vocab", UInt8(ascii: "{")): vocabulary = try VocabularyList(&parser)
          case ("vocab", UInt8(ascii: "[")): unigrams = try UnigramList(&parser)
          case ("merges", UInt8(ascii: "[")): merges = try MergeList(&parser)
          default: return try parser.value()
          }
          return nil
        }
      }
    }
    self.vocabulary = vocabulary
    self.unigrams = unigrams
    self.merges = merges
  }
}

extension JSONParser {
  /// Parses an object into a value that lacks the members for which `body` returns nil.
  fileprivate mutating func object(
    _ body: (inout JSONParser, _ key: String) throws(Failure) -> JSONValue?
  ) throws(Failure) -> JSONValue {
    var members: [JSONValue.Member] = []
    try self.members { (parser, key) throws(Failure) in
      if let value = try body(&parser, key) { members.append(.init(key: key, value: value)) }
    }
    return .object(members)
  }
}
