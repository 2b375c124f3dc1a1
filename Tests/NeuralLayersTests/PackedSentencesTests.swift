import DataStructures
import NeuralLayers
import Testing

@Suite("Packed sentences")
struct PackedSentencesTests {
  private func packed(_ probability: Float, number: UInt64 = 3) -> PackedSentences {
    var packed = PackedSentences()
    let sentences = (1...40).map { length in (0..<length).map { UInt32(10 + $0) } }
    packed.update(TokenSequences(sentences), precededBy: 2)
    packed.replaceTokens(
      with: 7, probability: probability, step: TrainingStep(seed: 1, number: number))
    return packed
  }

  @Test("Words are hidden as often as asked, never the first token")
  func hidden() {
    let (none, some, all) = (packed(0), packed(0.3), packed(1))
    #expect(!none.tokens.contains(7))
    let words = none.tokens.count { $0 != 2 }
    let hidden = some.tokens.count { $0 == 7 }
    #expect(abs(Double(hidden) / Double(words) - 0.3) < 0.1)
    #expect(all.tokens.allSatisfy { $0 == 2 || $0 == 7 })
    for (before, after) in zip(none.tokens, some.tokens) { #expect(after == before || after == 7) }
    #expect(some.tokens == packed(0.3).tokens)
    #expect(some.tokens != packed(0.3, number: 4).tokens)
  }
}
