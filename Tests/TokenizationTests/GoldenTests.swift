import FileFormats
import TestSupport
import Testing
import Tokenization

@Suite("Hugging Face tokenizers and this library agree")
struct GoldenTests {
  private struct Case {
    let text: String
    let ids: [UInt32]
    let decoded: String
  }

  private func cases(_ name: String) throws -> [Case] {
    let path = GoldenFile.path(name + ".cases.json")
    let values = try #require(try JSONValue(contentsOf: path).elements)
    return try values.map { value in
      Case(
        text: try #require(value["text"]?.text),
        ids: try #require(value["ids"]?.elements).compactMap(\.wholeNumber).map(UInt32.init),
        decoded: try #require(value["decoded"]?.text))
    }
  }

  @Test(
    "on the ids of awkward sentences",
    arguments: GoldenTokenizer.allNames)
  func ids(name: String) throws {
    let tokenizer = try GoldenTokenizer.load(name)
    let cases = try cases(name)
    try #require(cases.count > 20)
    for item in cases {
      #expect(tokenizer.encode(item.text) == item.ids, "\(item.text.debugDescription)")
    }
  }

  @Test(
    "on the text of these ids", arguments: GoldenTokenizer.allNames)
  func decoding(name: String) throws {
    let tokenizer = try GoldenTokenizer.load(name)
    for item in try cases(name) {
      #expect(
        Array(tokenizer.decode(item.ids).utf8) == Array(item.decoded.utf8),
        "\(item.text.debugDescription)")
    }
  }

  @Test("on the vocabulary and the merges learned from a corpus", arguments: GoldenTokenizer.names)
  func training(name: String) throws {
    let built = try GoldenTokenizer.builder(name).build(from: [GoldenFile.path("corpus.txt")])
    let theirs = try GoldenTokenizer.load(name)
    #expect(built.vocabularySize == theirs.vocabularySize)
    #expect(built.checksum == theirs.checksum)
  }
}
