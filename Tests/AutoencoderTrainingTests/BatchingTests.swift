import AutoencoderModel
import AutoencoderTraining
import DataStructures
import NeuralLayers
import TensorKit
import Testing

@Suite("Sentences of a batch")
struct BatchingTests {
  @Test("are sorted by length, stably")
  func order() {
    var order = LengthOrder()
    // Smaller and larger batches alternate in the same memory.
    for lengths in [[3, 1, 3, 2, 0], [], [1], [2, 2, 2], [5, 9, 5, 9, 5, 1, 40]] {
      order.update(count: lengths.count) { lengths[$0] }
      let expected = lengths.indices.sorted {
        lengths[$0] != lengths[$1] ? lengths[$0] > lengths[$1] : $0 < $1
      }
      #expect(order.numbers == expected)
      #expect(order.lengths == expected.map { lengths[$0] })
    }
  }

  @Test("are laid out time step after time step, all or the first ones, shifted or not")
  func layout() {
    let sentences = TokenSequences([[7, 3], [8, 9, 3], [3], [6, 5, 3]])
    var packed = PackedSentences()
    packed.update(sentences)
    #expect(packed.order == [1, 3, 0, 2])
    #expect(packed.tokens == [8, 6, 7, 3, 9, 5, 3, 3, 3])
    packed.update(sentences, count: 2, precededBy: 2)
    #expect(packed.order == [1, 0] && packed.layout.lengths == [3, 2])
    #expect(packed.tokens == [2, 2, 8, 7, 9])
    packed.update(sentences, count: 0)
    #expect(packed.tokens.isEmpty && packed.order.isEmpty)
  }

  @Test("are decoded in part: the first of the batch, short and long ones")
  func decoded() {
    let sentences = TokenSequences((1...8).map { Array(repeating: 5, count: $0) + [3] })
    var batch = TokenBatch()
    batch.update([0, 1, 4, 5, 7][...], of: sentences, bosID: 2, decodedShare: 0.4)
    #expect(batch.sentences.lists.map(\.count) == [9, 6, 7, 3, 2])
    #expect(batch.tokenCount == 27)
  }

  @Test("are corrupted at the end of a list as they are alone, and earlier ones stay unchanged")
  func suffix() throws {
    let vocabulary = CorruptionVocabulary(blankID: 4, words: Array(5..<50))
    for spelling in ["drop:0.5", "drop:1", "blank:0.5", "substitute:0.5", "shuffle:4"] {
      let corruption = try #require(Corruption(rawValue: spelling))
      let (before, words): ([UInt32], [UInt32]) = ([9, 8, 7], Array(10..<30))
      var (alone, list) = (words, before + words)
      var random = RandomStream(seed: 1, purpose: .testData)
      var same = random
      corruption.make().apply(to: &alone, from: 0, of: vocabulary, &random)
      corruption.make().apply(to: &list, from: before.count, of: vocabulary, &same)
      #expect(list == before + alone && alone != words, "\(spelling)")
    }
  }
}
