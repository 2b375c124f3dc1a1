import SentenceEmbedding
import TensorKit
import Testing

@Suite("Similarity of vectors and sentences")
struct SimilarityTests {
  @Test(
    "Known vectors have their known similarity",
    arguments: [
      (Similarity.cosine, 0.6), (.dot, 15.0), (.euclidean, -20.0.squareRoot()),
    ])
  func known(similarity: Similarity, expected: Double) {
    let x: [Float] = [3, 4]
    let y: [Float] = [5, 0]
    #expect(abs(similarity(x.span, y.span) - expected) < 1e-12)
  }

  @Test("The zero vector has cosine 0, and a vector exactly 1 with itself")
  func zero() {
    let zero: [Float] = [0, 0, 0]
    let x: [Float] = [0.1, 0.7, 1e-3]
    #expect(Similarity.cosine(zero.span, x.span) == 0)
    #expect(Similarity.cosine(x.span, x.span) == 1)
  }

  @Test("Neighbours come best first, the lower row first among equals")
  func neighbors() throws {
    let vectors = Matrix(rows: 4, columns: 2, values: [1, 0, 0, 1, 2, 0, 1, 1])
    let table = VectorTable(sentences: ["a", "b", "c", "d"], vectors: vectors)
    let found = table.neighbors(of: [1, 0], count: 3)
    #expect(found.map(\.row) == [0, 2, 3])
    #expect(found[0].score == 1 && found[1].score == 1)
    #expect(table.neighbors(of: [1, 0], count: 1, by: .dot).map(\.row) == [2])
  }

  @Test("Sentences are as alike as their vectors")
  func sentences() throws {
    let embedder = ByteEmbedder(dimension: 8)
    let pairs = [(first: "abc", second: "abc"), (first: "abc", second: "xyz and more")]
    let scores = try CosineSimilarity(embedder).similarities(of: pairs)
    let table = try VectorTable(of: ["abc", "xyz and more"], by: embedder)
    #expect(scores[0] == 1)
    #expect(scores[1] == Similarity.cosine(table.vectors, row: 0, table.vectors, row: 1))
  }
}
