import SentenceEmbedding
import SkipGram
import TensorKit
import Testing

@Suite("Sentence vectors from words")
struct EmbedderTests {
  private let model = SkipGramModel(
    words: ["the", "cat", "sat", "!"], counts: [70, 20, 9, 1],
    wordVectors: Matrix(rows: 4, columns: 2, values: [1, 0, 0, 4, 3, 3, -2, 2]))

  @Test("The mean is over all occurrences of known words, in capitals too")
  func mean() {
    let vectors = MeanEmbedder(model).embed(["The cat SAT!", "cat cat the dog", "", "dog"])
    #expect(vectors.row(0) == [0.5, 2.25])
    #expect(zip(vectors.row(1), [1.0 / 3, 8.0 / 3]).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    #expect(vectors.row(2) == [0, 0] && vectors.row(3) == [0, 0])
  }

  @Test("Unknown words are named, and punctuation does not make a sentence known")
  func coverage() throws {
    let embedder = SIFEmbedder(model).removingCommonComponent()
    let partly = try #require(embedder.coverage(of: "The dog sat dog !"))
    #expect(partly.known == ["The", "sat"] && partly.unknown == ["dog"] && !partly.isNothingKnown)
    #expect(MeanEmbedder(model).coverage(of: "a dog !")?.isNothingKnown == true)
    #expect(MeanEmbedder(model).coverage(of: "!")?.isNothingKnown == false)
    #expect(MeanEmbedder(model).coverage(of: "")?.isNothingKnown == false)
  }

  @Test("Weights are a / (a + p)")
  func weights() {
    let embedder = SIFEmbedder(model, smoothing: 0.1)
    let expected: [Float] = [0.125, 1.0 / 3, 0.1 / 0.19, 0.1 / 0.11]
    #expect(zip(embedder.weights, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    let vector = embedder.embed(["the cat"]).row(0)
    #expect(abs(vector[0] - 0.0625) < 1e-6 && abs(vector[1] - 2.0 / 3) < 1e-6)
  }

  @Test("Without counts, words first in the file weigh less")
  func imported() {
    let imported = SkipGramModel(words: model.words, wordVectors: model.wordVectors)
    let weights = SIFEmbedder(imported).weights
    #expect(zip(weights, weights.dropFirst()).allSatisfy { $0 < $1 })
    #expect(weights.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test("Removing a component leaves nothing of the strongest direction")
  func removal() throws {
    let sentences = ["the cat", "the cat sat", "sat !", "cat !", "the the sat"]
    let embedder = SIFEmbedder(model)
    let removed = try embedder.removingComponents(1, fittedTo: sentences)
    let vectors = try removed.embed(sentences)
    // In two dimensions one is left: all rows are multiples of each other.
    for row in 1..<sentences.count {
      let cross = vectors[0, 0] * vectors[row, 1] - vectors[0, 1] * vectors[row, 0]
      #expect(abs(cross) < 1e-5)
    }
    #expect(removed.checksum != embedder.checksum)
  }

  @Test("The same words in another order give the same bits")
  func order() {
    var random = RandomStream(seed: 4, purpose: .testData)
    let words = (0..<9).map { "w\($0)" }
    let model = SkipGramModel(
      words: words,
      wordVectors: Matrix(rows: 9, columns: 7, values: (0..<63).map { _ in random.normal() }))
    for embedder in [MeanEmbedder(model), SIFEmbedder(model)] as [any SentenceEmbedder] {
      let expected = try? embedder.embed([words.joined(separator: " ")]).row(0)
      for _ in 0..<20 {
        let other = words.shuffled(using: &random).joined(separator: " ")
        #expect((try? embedder.embed([other]).row(0)) == expected)
      }
    }
  }

  @Test("The common component is the first singular vector of the weighted averages")
  func commonComponent() throws {
    let model = try ToyCorpus.model()
    let component = try #require(model.commonComponent)
    let source = ToyCorpus.source()
    let sentences = source.chunks.flatMap { chunk in
      chunk.lists.map { sentence in
        sentence.dropLast().map { ToyCorpus.tokens[Int($0)] }.joined(separator: " ")
      }
    }
    let embedder = SIFEmbedder(model)
    let fitted = try embedder.removingComponents(1, fittedTo: sentences).postProcessing.removed
    let cosine = zip(fitted.row(0), component).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(abs(cosine) - 1) < 1e-4)
    let vector = try embedder.removingCommonComponent().embed([sentences[0]]).row(0)
    #expect(abs(zip(vector, component).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-5)
  }

  @Test("Without a corpus, the common component of long random sentences is removed")
  func expectedComponent() throws {
    let embedder = SIFEmbedder(model)
    // Sum of p · a / (a + p) · v, by hand.
    let shares = zip([0.7, 0.2, 0.09, 0.01], embedder.weights).map { Float($0) * $1 }
    let rows: [[Float]] = [[1, 0], [0, 4], [3, 3], [-2, 2]]
    let sum = (0..<2).map { column in
      zip(shares, rows).reduce(Float(0)) { $0 + $1.0 * $1.1[column] }
    }
    let vector = try embedder.removingCommonComponent().embed(["cat"]).row(0)
    #expect(abs(vector[0] * sum[0] + vector[1] * sum[1]) < 1e-6)
    #expect(vector.contains { abs($0) > 1e-4 })
  }

  @Test("A row does not depend on the others, and checksums tell embedders apart")
  func independence() {
    let sif = SIFEmbedder(model)
    let together = sif.embed(["the cat", "sat", "cat !"])
    #expect(sif.embed(["sat"]).row(0) == together.row(1))
    let checksums = [
      sif.checksum, MeanEmbedder(model).checksum, SIFEmbedder(model, smoothing: 0.01).checksum,
    ]
    #expect(Set(checksums).count == 3)
    #expect(MeanEmbedder(model).checksum == model.checksum)
  }
}
