import TestSupport
import Testing
import Tokenization

@Suite("Encoding and decoding")
struct RoundTripTests {
  @Test("byte pairs give back every text in form NFC", arguments: awkwardTexts)
  func bytePairs(text: String) throws {
    let tokenizer = try GoldenTokenizer.load("bpe-plain")
    let ids = tokenizer.encode(text)
    let expected = text.precomposedStringWithCanonicalMapping
    #expect(ids.last == tokenizer.eosID)
    #expect(!ids.contains(1))
    #expect(Array(tokenizer.decode(ids).utf8) == Array(expected.utf8))
  }

  @Test("words are joined by single spaces, and unknown ones left out")
  func words() throws {
    let tokenizer = try GoldenTokenizer.load("word-plain")
    let ids = tokenizer.encode("  the river,zebra the road")
    #expect(tokenizer.tokens(of: ids) == ["the", "river", ",", "<unk>", "the", "road", "</s>"])
    #expect(tokenizer.decode(ids) == "the river , the road")
  }

  @Test("no text crashes a word-level model", arguments: awkwardTexts)
  func unknownWords(text: String) throws {
    let tokenizer = try GoldenTokenizer.load("word-stripped")
    let ids = tokenizer.encode(text)
    #expect(ids.last == tokenizer.eosID)
    #expect(ids.allSatisfy { Int($0) < tokenizer.vocabularySize })
  }

  @Test("bytes that are no UTF-8 become U+FFFD")
  func invalidBytes() throws {
    let tokenizer = try GoldenTokenizer.load("bpe-plain")
    let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0x20, 0xE2, 0x82, 0xF0, 0x9F, 0x98, 0xED, 0xA0]
    var ids: [UInt32] = []
    tokenizer.encode(utf8: bytes.span, into: &ids)
    #expect(ids == tokenizer.encode(String(decoding: bytes, as: UTF8.self)))
  }

  @Test("ids outside the vocabulary and special ones are left out of the text")
  func foreignIDs() throws {
    let tokenizer = try GoldenTokenizer.load("bpe-plain")
    #expect(tokenizer.decode([0, 2, 3, 4, .max, UInt32(tokenizer.vocabularySize)]) == "")
  }

  @Test("a sentence is cut to a number of tokens, and its end token stays")
  func cutting() throws {
    let tokenizer = try GoldenTokenizer.load("word-plain")
    let whole = tokenizer.encode("the river and the road")
    for length in [1, 4, 5, 6] {
      var ids: [UInt32] = [9]
      let isCut = tokenizer.encode(
        utf8: "the river and the road".utf8.span, maximumLength: length, into: &ids)
      #expect(isCut == (length < 5))
      #expect(ids == [9] + whole.dropLast().prefix(length) + [3])
    }
  }

  @Test("many threads give what one gives, in order", arguments: [1, 2, 3, 8])
  func threads(count: Int) throws {
    let tokenizer = try GoldenTokenizer.load("bpe-stripped")
    let sentences = (0..<1500).map { "sentence \($0) \(awkwardTexts[$0 % 20])" }
    #expect(tokenizer.encode(sentences, threads: count) == sentences.map(tokenizer.encode))
  }

  @Test("what was encoded before makes no difference")
  func independence() throws {
    let words = (0..<4000).map { "w\($0 * 7919 % 4000)" }
    let first = try GoldenTokenizer.load("bpe-plain")
    let second = try GoldenTokenizer.load("bpe-plain")
    let forwards = words.map(first.encode)
    let backwards = words.reversed().map(second.encode)
    #expect(forwards == backwards.reversed())
    #expect(forwards == words.map(first.encode))
  }

  @Test("a space before the first word is added for the tokens and left out of the sentence")
  func prefixSpace() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("the river the road the river\n", to: "corpus.txt")
    for prefixSpace in [false, true] {
      let tokenizer = try VocabularyBuilder(
        model: .bpe, vocabularySize: 280, prefixSpace: prefixSpace
      ).build(from: [corpus], threads: 1)
      let (first, later) = (tokenizer.encode("river").dropLast(), tokenizer.encode("the river"))
      #expect((Array(later.dropLast().suffix(first.count)) == Array(first)) == prefixSpace)
      #expect(tokenizer.sentence(tokenizer.encode("river road")) == "river road")
      #expect(tokenizer.decode(tokenizer.encode("river")) == (prefixSpace ? " river" : "river"))
      let copy = folder.file("copy.json")
      try tokenizer.write(to: copy)
      #expect(try Tokenizer(contentsOf: copy).encode("river") == tokenizer.encode("river"))
    }
  }
}
