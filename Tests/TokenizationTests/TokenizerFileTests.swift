import FileFormats
import TestSupport
import Testing
import Tokenization

@Suite("tokenizer.json")
struct TokenizerFileTests {
  @Test(
    "is written with the same bytes again after reading",
    arguments: GoldenTokenizer.names + GoldenTokenizer.foreignNames)
  func stability(name: String) throws {
    let folder = try TemporaryFolder()
    let first = try GoldenTokenizer.load(name)
    try first.write(to: folder.path + "/a.json")
    let second = try Tokenizer(contentsOf: folder.path + "/a.json")
    try second.write(to: folder.path + "/b.json")
    #expect(try fileBytes(folder.file("a.json")) == fileBytes(folder.file("b.json")))
    #expect(first.checksum == second.checksum)
    #expect(second.checksum == Checksum.of(try fileBytes(folder.file("a.json"))))
  }

  @Test("says which kind of tokenizer it is")
  func properties() throws {
    let words = try GoldenTokenizer.load("word-plain")
    #expect(words.model == .word)
    #expect(words.unknownID == 1)
    #expect(words.isSpecial(4))
    #expect(!words.isSpecial(5))
    let pairs = try GoldenTokenizer.load("bpe-plain")
    #expect(pairs.model == .bpe)
    #expect(pairs.unknownID == nil)
    #expect(pairs.id(of: "<blank>") == pairs.blankID)
  }

  /// A change to a golden file, and the part of the message that has to name it.
  struct Damage: Sendable, CustomTestStringConvertible {
    var name = "word-plain"
    let old: String
    let new: String
    let message: String
    var testDescription: String { "\(old) → \(new)" }
  }

  static let damages = [
    Damage(old: "\"WordLevel\"", new: "\"Other\"", message: "model Other"),
    Damage(old: "\"NFC\"", new: "\"Nmt\"", message: "normalizer Nmt"),
    Damage(old: "\"version\": \"1.0\"", new: "\"version\": \"2.0\"", message: "version 2.0"),
    Damage(old: "\"Split\"", new: "\"Digits\"", message: "pre-tokenizer Digits"),
    Damage(old: "{0,2}", new: "{0,3}", message: "Split by another pattern"),
    Damage(old: "\"truncation\": null", new: "\"truncation\": {}", message: "truncation"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": -1", message: "<pad> has the id -1"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": 99999999999", message: "99999999999"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": 1", message: "each once"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": \"0\"", message: "<pad> has the id \"0\""),
    Damage(old: "\"<unk>\": 1", new: "\"<pad>\": 1", message: "a token occurs twice"),
    Damage(old: "\"vocab\"", new: "\"words\"", message: "no vocabulary"),
    Damage(old: "\"<pad>\": 0", new: "\"pad\": 0", message: "added token <pad> with id 0"),
    Damage(old: "\"id\": 3,", new: "\"id\": 7,", message: "added token </s> with id 7"),
    Damage(old: "\"unk_token\": \"<unk>\"", new: "\"unk_token\": \"no\"", message: "unknown token"),
    Damage(old: "\"id\": \"A\"", new: "\"id\": \"B\"", message: "template"),
    Damage(old: "\"TemplateProcessing\"", new: "\"ByteLevel\"", message: "post-processor"),
    Damage(
      old: "\"decoder\": null", new: "\"decoder\": {\"type\": \"WordPiece\"}", message: "decoder"),
    Damage(name: "bpe-plain", old: "\"BPE\"", new: "\"WordLevel\"", message: "ByteLevel"),
    Damage(
      name: "bpe-plain", old: "\"dropout\": null", new: "\"dropout\": 0.1", message: "dropout"),
    Damage(
      name: "bpe-plain", old: "\"use_regex\": true", new: "\"use_regex\": false", message: "regex"),
    Damage(name: "bpe-plain", old: "\"Ā\": 193", new: "\"Ā ?\": 193", message: "lacks the byte"),
    Damage(
      name: "bpe-plain", old: "\"he\"\n      ]", new: "\"zz\"\n      ]", message: "not of tokens"),
    Damage(
      name: "bpe-plain", old: "\"merges\": [", new: "\"merges\": [7,",
      message: "merge 7 is not of tokens"),
    Damage(
      name: "bpe-plain", old: "\"merges\": [", new: "\"merges\": [[\"h\", \"e\", \"r\"],",
      message: "not of tokens"),
    Damage(
      name: "bpe-plain", old: "\"merges\": [", new: "\"merges\": [[\"h\", 7],",
      message: "not of tokens"),
    Damage(
      name: "bpe-plain", old: "\"merges\": [", new: "\"merges\": [\"h e r\",",
      message: "merge \"h e r\" is not of tokens"),
    Damage(
      name: "bpe-plain", old: "\"byte_fallback\": false", new: "\"byte_fallback\": true",
      message: "byte_fallback"),
    Damage(
      name: "bert-uncased", old: "\"unk_token\": \"[UNK]\"", new: "\"unk_token\": \"?\"",
      message: "unknown token is missing"),
    Damage(
      name: "bert-uncased", old: "\"content\": \"[PAD]\"", new: "\"content\": \"[UNK]\"",
      message: "added token [UNK] with id 0"),
    Damage(
      name: "bert-uncased", old: "\"direction\": \"Right\"", new: "\"direction\": \"Left\"",
      message: "truncation direction"),
    Damage(
      name: "bert-uncased", old: "\"BatchLongest\"", new: "{\"Fixed\": 9}", message: "padding"),
    Damage(
      name: "bert-uncased", old: "\"WordPiece\",\n    \"prefix\"", new: "\"CTC\",\n    \"prefix\"",
      message: "decoder of a WordPiece model CTC"),
    Damage(
      name: "bert-cased", old: "\"sep\": [", new: "\"sep\": [9,", message: "no valid token sep"),
    Damage(
      name: "albert", old: "\"Regex\": \" {2,}\"", new: "\"Regex\": \" +\"",
      message: "normalizer Replace of"),
    Damage(
      name: "albert", old: "\"precompiled_charsmap\": \"", new: "\"precompiled_charsmap\": \"!",
      message: "table of characters is damaged"),
    Damage(
      name: "albert", old: "\"prepend_scheme\": \"always\"", new: "\"prepend_scheme\": \"maybe\"",
      message: "prepend_scheme maybe"),
    Damage(name: "t5", old: "\"unk_id\": 2", new: "\"unk_id\": 999", message: "unknown token"),
    Damage(
      name: "t5", old: "\"WhitespaceSplit\"", new: "\"Digits\"",
      message: "pre-tokenizer Sequence of Digits, Metaspace"),
    Damage(
      name: "t5", old: "\"vocab\": [", new: "\"vocab\": [[\"a\"],",
      message: "element 0 of its vocabulary is not a token with a score"),
    Damage(
      name: "unigram-bytes", old: "\"<0x41>\"", new: "\"<0x4G>\"",
      message: "lacks a byte such as <0x0A>"),
  ]

  @Test("is refused with the reason if it asks for anything else", arguments: damages)
  func refusal(damage: Damage) throws {
    let text = String(decoding: try GoldenFile.bytes(damage.name + ".json"), as: UTF8.self)
    let range = try #require(text.firstRange(of: damage.old))
    let bytes = Array(text.replacingCharacters(in: range, with: damage.new).utf8)
    let error = #expect(throws: TokenizerError.self) {
      try Tokenizer(parsing: bytes, path: "x.json")
    }
    let message = try #require(error).description
    #expect(message.contains("x.json") && message.contains(damage.message), "\(message)")
  }

  @Test("cut off anywhere is refused and never crashes")
  func truncation() throws {
    let bytes = try GoldenFile.bytes("word-plain.json")
    for count in stride(from: 0, to: bytes.count - 1, by: 41) {
      #expect(throws: (any Error).self) {
        try Tokenizer(parsing: Array(bytes[..<count]), path: "x.json")
      }
    }
  }

  @Test("with any byte changed is refused or read, and never crashes")
  func bitFlips() throws {
    let bytes = try GoldenFile.bytes("word-stripped.json")
    var refused = 0
    for index in stride(from: 0, to: bytes.count, by: 23) {
      var damaged = bytes
      damaged[index] ^= 0x11
      do {
        _ = try Tokenizer(parsing: damaged, path: "x.json").encode("the river </s> é")
      } catch {
        refused += 1
      }
    }
    #expect(refused > 50)
  }

  @Test(
    "may list its parts, its tokens and their ids in any order", arguments: GoldenTokenizer.names)
  func order(name: String) throws {
    func reversed(_ value: JSONValue) -> JSONValue {
      guard let members = value.members else { return value }
      return .object(members.reversed().map { .init(key: $0.key, value: reversed($0.value)) })
    }
    let file = try JSONValue(contentsOf: GoldenFile.path(name + ".json"))
    let turned = Array(reversed(file).jsonText.utf8)
    let tokenizer = try Tokenizer(parsing: turned, path: "x.json")
    #expect(tokenizer.checksum == (try GoldenTokenizer.load(name).checksum))
  }

  @Test("of another tool has its own names for the tokens with a task")
  func roles() throws {
    let bert = try GoldenTokenizer.load("bert-uncased")
    #expect(bert.model == .wordPiece && bert.unknownID == 1)
    // Sentences begin with [CLS], so a decoder begins with padding.
    #expect([bert.padID, bert.bosID, bert.eosID, bert.blankID] == [0, 0, 3, 4])
    let t5 = try GoldenTokenizer.load("t5")
    #expect(t5.model == .unigram && t5.unknownID == 2)
    // Without tokens for the begin and for removed words there are padding and the unknown one.
    #expect([t5.padID, t5.bosID, t5.eosID, t5.blankID] == [0, 0, 1, 2])
    // Two tokens are added behind the vocabulary, and are words like others.
    #expect(t5.tokens(of: [UInt32(t5.vocabularySize) - 1]) == ["the road"])
    #expect(!t5.isSpecial(UInt32(t5.vocabularySize) - 1))
    let albert = try GoldenTokenizer.load("albert")
    #expect(albert.words(of: "The  river's ``end''") == ["the", "river's", "\"end\""])
  }

  @Test("cut or changed anywhere is refused or read", arguments: GoldenTokenizer.foreignNames)
  func foreignDamage(name: String) throws {
    let bytes = try GoldenFile.bytes(name + ".json")
    for index in stride(from: 0, to: bytes.count, by: 37) {
      var damaged = bytes
      damaged[index] ^= 0x11
      _ = try? Tokenizer(parsing: damaged, path: "x.json").encode("the river </s> é [MASK]")
      _ = try? Tokenizer(parsing: Array(bytes[..<index]), path: "x.json")
    }
  }

  @Test("keeps tokens with quotes, backslashes, control characters and letters of any length")
  func escapes() throws {
    let text = String(decoding: try GoldenFile.bytes("word-plain.json"), as: UTF8.self)
    let odd = #""\"\\\n\u0001\u007fé日🙂": 5,"#
    let line = try #require(text.firstMatch(of: /\n *".*": 5,/))
    let bytes = Array(text.replacingCharacters(in: line.range, with: odd).utf8)
    let tokenizer = try Tokenizer(parsing: bytes, path: "x.json")
    #expect(tokenizer.tokens(of: [5]) == ["\"\\\n\u{1}\u{7F}é日🙂"])
    let folder = try TemporaryFolder()
    try tokenizer.write(to: folder.path + "/a.json")
    let written = try fileBytes(folder.file("a.json"))
    #expect(tokenizer.checksum == Checksum.of(written))
    let value = try JSONValue(parsing: written, path: "a.json")
    #expect(Array((value.indentedText + "\n").utf8) == written)
  }

  @Test("of early versions spells merges as texts with a space")
  func oldMerges() throws {
    let text = String(decoding: try GoldenFile.bytes("bpe-plain.json"), as: UTF8.self)
    let merges = try #require(text.firstRange(of: "\"merges\": ["))
    let compact = text[merges.lowerBound...]
      .replacing("\",\n        \"", with: " ").replacing("[\n        \"", with: "\"")
      .replacing("\"\n      ]", with: "\"")
    let old = String(text[..<merges.lowerBound]) + compact
    let tokenizer = try Tokenizer(parsing: Array(old.utf8), path: "x.json")
    #expect(tokenizer.checksum == (try GoldenTokenizer.load("bpe-plain").checksum))
  }
}
