import FileFormats
import TestSupport
import Testing
import Tokenization

@Suite("tokenizer.json")
struct TokenizerFileTests {
  @Test("is written with the same bytes again after reading", arguments: GoldenTokenizer.names)
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
    Damage(old: "\"WordLevel\"", new: "\"Unigram\"", message: "model Unigram"),
    Damage(old: "\"NFC\"", new: "\"Replace\"", message: "normalizer Replace"),
    Damage(old: "\"version\": \"1.0\"", new: "\"version\": \"2.0\"", message: "version 2.0"),
    Damage(old: "\"Split\"", new: "\"Metaspace\"", message: "pre-tokenizer Metaspace"),
    Damage(old: "{0,2}", new: "{0,3}", message: "Split by another pattern"),
    Damage(old: "\"truncation\": null", new: "\"truncation\": {}", message: "truncation"),
    Damage(old: "\"lstrip\": false", new: "\"lstrip\": true", message: "lstrip"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": -1", message: "<pad> has the id -1"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": 99999999999", message: "99999999999"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": 1", message: "each once"),
    Damage(old: "\"<pad>\": 0", new: "\"<pad>\": \"0\"", message: "<pad> has the id \"0\""),
    Damage(old: "\"<unk>\": 1", new: "\"<pad>\": 1", message: "a token occurs twice"),
    Damage(old: "\"vocab\"", new: "\"words\"", message: "no vocabulary"),
    Damage(old: "\"<pad>\": 0", new: "\"pad\": 0", message: "begin with <pad>"),
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
