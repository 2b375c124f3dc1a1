import SentenceEmbedding
import TensorKit
import Testing

@Suite("Similarity of sentences")
struct SimilarityTests {
  @Test("Sentences are as similar as their vectors")
  func sentences() throws {
    let embedder = ByteEmbedder(dimension: 8)
    let pairs = [(first: "abc", second: "abc"), (first: "abc", second: "xyz and more")]
    let scores = try CosineSimilarity(embedder).similarities(of: pairs)
    let vectors = try embedder.embed(["abc", "xyz and more"])
    #expect(scores[0] == 1)
    #expect(scores[1] == Metric.cosine(vectors, row: 0, vectors, row: 1))
  }
}
