import FileFormats
import TestSupport
import Testing
import Tokenization

@Suite("Byte-pair merging")
struct MergingTests {
  /// The plainest reference: find the merge of lowest rank anywhere, apply it, look again.
  private struct Reference {
    var ranks: [String: Int] = [:]

    init(_ name: String) throws {
      let model = try #require(try JSONValue(contentsOf: GoldenFile.path(name + ".json"))["model"])
      for (rank, merge) in try #require(model["merges"]?.elements).enumerated() {
        let parts = try #require(merge.elements).compactMap(\.text)
        ranks[parts.joined(separator: " ")] = rank
      }
    }

    func tokens(of word: String) -> [String] {
      var parts = word.map(String.init)
      while parts.count > 1 {
        let found = (0..<parts.count - 1).map { ranks[parts[$0] + " " + parts[$0 + 1]] ?? .max }
        guard let best = found.min(), best < .max, let index = found.firstIndex(of: best) else {
          break
        }
        parts[index...index + 1] = [parts[index] + parts[index + 1]]
      }
      return parts
    }
  }

  @Test(
    "agrees with the plain reference for words of any length",
    arguments: [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 50, 100, 300])
  func lengths(length: Int) throws {
    let reference = try Reference("bpe-plain")
    let tokenizer = try GoldenTokenizer.load("bpe-plain")
    let letters = Array("theriveroadandwas")
    for seed in 0..<12 {
      var state = UInt64(seed * 1000 + length)
      let word = String(
        (0..<length).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return letters[Int(state >> 33) % letters.count]
        })
      let tokens = tokenizer.tokens(of: tokenizer.encode(word).dropLast())
      #expect(tokens == reference.tokens(of: word), "\(word)")
    }
  }

  @Test("takes time in proportion to a single enormous word", .timeLimit(.minutes(1)))
  func enormousWord() throws {
    let tokenizer = try GoldenTokenizer.load("bpe-plain")
    let word = String(repeating: "theriver", count: 12_500)
    let ids = tokenizer.encode(word)
    #expect(tokenizer.decode(ids) == word)
    #expect(ids.count < word.utf8.count)
  }
}
