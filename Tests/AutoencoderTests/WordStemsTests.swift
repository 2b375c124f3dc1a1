import Autoencoder
import NeuralLayers
import Testing
import Tokenization

@Suite("Stems of words")
struct WordStemsTests {
  private static func tokenizer(_ text: String) throws -> Tokenizer {
    let workshop = try Workshop()
    return try workshop.tokenizer(for: workshop.write([text]))
  }

  @Test("are shared by words whose first letters agree, and by no others")
  func shared() throws {
    let tokenizer = try Self.tokenizer("slice sliced slicing slim élan élans go gone , ,, sli")
    let stems = WordStems(tokenizer, letters: 4)
    func stem(_ word: String) -> UInt32 { stems(tokenizer.encode(word))[0] }
    #expect(stem("slice") == stem("sliced") && stem("slice") == stem("slicing"))
    #expect(stem("élan") == stem("élans"))
    // Shorter words are like none but themselves.
    let alone = ["slice", "slim", "sli", "élan", "go", "gone", ","]
    #expect(Set(alone.map(stem)).count == alone.count)
    #expect(stems(tokenizer.encode("gone slicing")).count == 3)
  }

  @Test("are numbered without a gap; a mark is alone, and so is every word where letters are many")
  func numbers() throws {
    let tokenizer = try Self.tokenizer("unkempt unkind blank s pad")
    let ids = Array(0..<UInt32(tokenizer.vocabularySize))
    for letters in [1, 3, 100] {
      let stems = WordStems(tokenizer, letters: letters)
      #expect(Set(stems(ids)) == Set(0..<UInt32(stems.count)))
      for mark in ids where tokenizer.isSpecial(mark) {
        let number = stems([mark])[0]
        #expect(stems(ids).count { $0 == number } == 1)
      }
    }
    #expect(WordStems(tokenizer, letters: 100).count == tokenizer.vocabularySize)
    #expect(WordStems(tokenizer, letters: 3).count == tokenizer.vocabularySize - 1)
  }

  @Test("are what bags and overlaps are of")
  func weights() throws {
    let tokenizer = try Self.tokenizer("walks walked cat cats")
    let stems = WordStems(tokenizer, letters: 3)
    let counts = Array(repeating: 5, count: stems.count)
    let weights = WordWeights(
      counts: counts, sentenceCounts: counts, sentences: 10, stems: stems)
    let (one, other) = (tokenizer.encode("walks cat"), tokenizer.encode("cats walked"))
    #expect(Set(weights.bag(of: one).words) == Set(weights.bag(of: other).words))
    #expect(weights.bag(of: one).words == stems(one))
  }
}
