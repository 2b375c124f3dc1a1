import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import DataStructures
import NeuralLayers
import TensorKit
import TestSupport
import Testing
import Tokenization

@Suite("Stems of words")
struct PrefixStemmerTests {
  private static func tokenizer(_ text: String) throws -> Tokenizer {
    let folder = try TemporaryFolder()
    return try folder.tokenizer(for: folder.write(lines: [text]))
  }

  @Test("are shared by words whose first letters agree, and by no others")
  func shared() throws {
    let tokenizer = try Self.tokenizer("slice sliced slicing slim élan élans go gone , ,, sli")
    let stems = PrefixStemmer(tokenizer, prefixLength: 4)
    func stem(_ word: String) -> UInt32 { stems[tokenizer.encode(word)[0]] }
    #expect(stem("slice") == stem("sliced") && stem("slice") == stem("slicing"))
    #expect(stem("élan") == stem("élans"))
    // Shorter words have a stem of their own.
    let alone = ["slice", "slim", "sli", "élan", "go", "gone", ","]
    #expect(Set(alone.map(stem)).count == alone.count)
  }

  @Test(
    "are numbered without gaps; marks and, for long prefixes, all words have a stem of their own")
  func numbers() throws {
    let tokenizer = try Self.tokenizer("unkempt unkind blank s pad")
    let ids = Array(0..<UInt32(tokenizer.vocabularySize))
    for letters in [1, 3, 100] {
      let stems = PrefixStemmer(tokenizer, prefixLength: letters)
      #expect(Set(ids.map { stems[$0] }) == Set(0..<UInt32(stems.count)))
      for mark in ids where tokenizer.isSpecial(mark) {
        let number = stems[mark]
        #expect(ids.map { stems[$0] }.count { $0 == number } == 1)
      }
    }
    #expect(PrefixStemmer(tokenizer, prefixLength: 100).count == tokenizer.vocabularySize)
    #expect(PrefixStemmer(tokenizer, prefixLength: 3).count == tokenizer.vocabularySize - 1)
  }

  @Test("are what bags of words count")
  func weights() throws {
    let tokenizer = try Self.tokenizer("walks walked cat cats")
    let stems = PrefixStemmer(tokenizer, prefixLength: 3)
    let counts = Array(repeating: 5, count: stems.count)
    let weights = WordWeights(counts: counts, stemmer: stems)
    let sentences = ["walks cat", "cats walked"].map { tokenizer.encode($0) }
    let bags = bags(of: sentences, weights)
    #expect(bags.words == sentences.joined().map { stems[$0] })
    #expect(Set(bags.words[bags[0]]) == Set(bags.words[bags[1]]))
  }

  @Test("are counted by occurrences, without special tokens")
  func counts() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write(lines: [
      "cats cat dog", "dog", "cat walks zzz", "bird dog cats", "",
    ])
    let tokenizer = try folder.tokenizer(for: corpus)
    let tokens = try TokenFile.build(
      corpora: [corpus], tokenizer: tokenizer, maximumLength: 10, at: folder.file("t.tokens"),
      threads: 1)
    let stems = PrefixStemmer(tokenizer, prefixLength: 3)
    let found = try WordWeights(of: tokens, tokenizer, stems)
    // By hand: cat and cats have one stem.
    var counts = Array(repeating: 0, count: stems.count)
    for (word, count) in [("cat", 4), ("dog", 3), ("walks", 1), ("zzz", 1), ("bird", 1)] {
      counts[Int(stems[tokenizer.encode(word)[0]])] = count
    }
    let expected = WordWeights(counts: counts, stemmer: stems)
    let sentences = ["cat zzz", "dog walks", "bird cats dog cat"].map { tokenizer.encode($0) }
    #expect(bags(of: sentences, found) == bags(of: sentences, expected))
  }

  private func bags(of sentences: [[UInt32]], _ weights: WordWeights) -> WordBags {
    var bags = WordBags()
    weights.appendBags(of: TokenSequences(sentences), to: &bags)
    return bags
  }
}
