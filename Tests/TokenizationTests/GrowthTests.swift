import FileFormats
import TestSupport
import Testing
import Tokenization

@Suite("Growing a vocabulary")
struct GrowthTests {
  private static let growth = VocabularyGrowth(limit: 40, minimumCount: 2)

  @Test("gives the same tokens and merges as the plain reference", arguments: GoldenTokenizer.names)
  func golden(name: String) throws {
    let corpus = GoldenFile.path("grown-corpus.txt")
    let theirs = try GoldenTokenizer.load(name + "-grown")
    for threads in [1, 3] {
      let grown = try GoldenTokenizer.load(name).grown(
        by: Self.growth, from: [corpus], threads: threads)
      #expect(grown.vocabularySize == theirs.vocabularySize)
      #expect(grown.checksum == theirs.checksum)
    }
  }

  @Test("new tokens are spelled by tokens of before", arguments: GoldenTokenizer.names)
  func pieces(name: String) throws {
    let base = try GoldenTokenizer.load(name)
    let grown = try GoldenTokenizer.load(name + "-grown")
    let pieces = try #require(grown.pieces(beyond: base))
    #expect(pieces.count == grown.vocabularySize - base.vocabularySize)
    #expect(!pieces.isEmpty)
    for (number, tokens) in pieces.enumerated() {
      if base.model == .word {
        #expect(tokens == [1])
      } else {
        let spelling = grown.tokens(of: [UInt32(base.vocabularySize + number)])[0]
        #expect(base.tokens(of: tokens).joined() == spelling && tokens.count > 1)
      }
    }
    #expect(try base.pieces(beyond: GoldenTokenizer.load(name)) == [])
    #expect(base.pieces(beyond: grown) == nil)
    let other = try GoldenTokenizer.load(name.hasPrefix("word") ? "bpe-plain" : "word-plain")
    #expect(grown.pieces(beyond: other) == nil)
  }

  @Test("text without new words keeps its ids")
  func oldText() throws {
    let base = try GoldenTokenizer.load("bpe-plain")
    let grown = try GoldenTokenizer.load("bpe-plain-grown")
    for text in ["The dog, the man and the bridge.", "Nobody knew the way", "x² 🇩🇪"] {
      #expect(grown.encode(text) == base.encode(text))
    }
  }

  @Test("stops at the limit, and adds nothing where nothing is frequent or it cannot grow")
  func limits() throws {
    let corpus = [GoldenFile.path("grown-corpus.txt")]
    for name in ["word-plain", "bpe-plain"] {
      let base = try GoldenTokenizer.load(name)
      let five = try base.grown(by: VocabularyGrowth(limit: 5, minimumCount: 2), from: corpus)
      #expect(five.vocabularySize == base.vocabularySize + 5)
      let none = [VocabularyGrowth(limit: 0), VocabularyGrowth(minimumCount: 1_000)]
      for growth in none {
        #expect(try base.grown(by: growth, from: corpus).checksum == base.checksum)
      }
    }
    let foreign = try GoldenTokenizer.load("bert-uncased")
    #expect(!foreign.canGrow)
    #expect(try foreign.grown(by: Self.growth, from: corpus).checksum == foreign.checksum)
  }

  @Test("a grown tokenizer can be written, read, and grown again")
  func file() throws {
    let folder = try TemporaryFolder()
    let grown = try GoldenTokenizer.load("bpe-stripped-grown")
    try grown.write(to: folder.file("grown.json"))
    let read = try Tokenizer(contentsOf: folder.file("grown.json"))
    #expect(read.checksum == grown.checksum && read.canGrow)
    let again = try read.grown(
      by: VocabularyGrowth(limit: 9, minimumCount: 1), from: [GoldenFile.path("corpus.txt")])
    #expect(again.vocabularySize > read.vocabularySize && again.pieces(beyond: read) != nil)
  }
}
