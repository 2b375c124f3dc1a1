import EmbeddingEvaluation
import SentenceEmbedding
import Foundation
import TensorKit
import TestSupport
import Testing

@Suite struct SimilarityHistogramTests {
  /// Pairs whose similarity follows from their first letters, with their scores.
  private func histogram(_ pairs: [(similarity: Double, score: Double)]) throws
    -> SimilarityHistogram?
  {
    struct Given: SentenceSimilarity {
      let values: [Double]
      func similarities(of pairs: [(first: String, second: String)]) throws -> [Double] { values }
    }
    let folder = try TemporaryFolder()
    let lines = pairs.map { "a man eats\ta man cooks\t\($0.score)\n" }.joined()
    let path = try folder.write(lines, to: "pairs.tsv")
    let file = try EvaluationFile(
      path: path, as: EvaluationRequest(kind: .similarity, columns: ["1", "2", "3"]))
    let evaluator = Evaluator(pool: WorkerPool(threads: 1))
    return SimilarityHistogram(
      try evaluator.evaluate(file, with: Given(values: pairs.map(\.similarity))))
  }

  @Test func `few different scores have a row each`() throws {
    let histogram = try #require(
      try histogram([(0.1, 1), (0.9, 3), (0.2, 1), (0.5, 2), (1, 3)]))
    #expect(histogram.low == 0.1 && histogram.high == 1)
    #expect(histogram.rows.map(\.from) == [1, 2, 3] && histogram.rows.map(\.pairs) == [2, 1, 2])
    #expect(abs(histogram.rows[0].mean - 0.15) < 1e-12)
    #expect(histogram.rows.allSatisfy { $0.counts.reduce(0, +) == $0.pairs })
    #expect(histogram.rows[0].counts[0] == 1 && histogram.rows[2].counts.last == 1)
  }

  @Test func `many scores are divided into five ranges`() throws {
    let pairs = (0...100).map { (similarity: Double($0) / 100, score: Double($0) / 20) }
    let histogram = try #require(try histogram(pairs))
    #expect(histogram.rows.count == 5)
    #expect(histogram.rows.map(\.pairs).reduce(0, +) == 101)
    #expect(histogram.rows.map(\.mean) == histogram.rows.map(\.mean).sorted())
  }
}
