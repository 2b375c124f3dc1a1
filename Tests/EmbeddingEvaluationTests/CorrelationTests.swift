import EmbeddingEvaluation
import TestSupport
import Testing

@Suite("Correlation")
struct CorrelationTests {
  private struct Case: Decodable {
    let name: String
    let x: [String]
    let y: [String]
    let pearson: Double?
    let spearman: Double?
    let ranks: [Double]?

    var first: [Double] { x.compactMap(Double.init) }
    var second: [Double] { y.compactMap(Double.init) }
  }

  @Test("Pearson and Spearman are SciPy's to 1e-9, ties and undefined values included")
  func agreesWithSciPy() throws {
    let cases: [Case] = try GoldenFile.decode("correlations.json")
    #expect(cases.count == 11)
    for one in cases {
      try #require(one.first.count == one.x.count && one.second.count == one.y.count)
      expectSame(Correlation.pearson(one.first, one.second), one.pearson, one.name)
      expectSame(Correlation.spearman(one.first, one.second), one.spearman, one.name)
      if let ranks = one.ranks {
        #expect(Correlation.averageRanks(one.first) == ranks, "\(one.name)")
      }
    }
  }

  private func expectSame(_ value: Double, _ expected: Double?, _ name: String) {
    if let expected {
      #expect(abs(value - expected) < 1e-9, "\(name)")
    } else {
      #expect(value.isNaN, "\(name)")
    }
  }

  @Test("Fewer than two values have no correlation", arguments: [[], [1.0]])
  func tooFew(values: [Double]) {
    #expect(Correlation.pearson(values, values).isNaN)
    #expect(Correlation.spearman(values, values).isNaN)
  }

  @Test("An infinite value ranks last, and has no Pearson correlation")
  func infinite() {
    let x = [1, 2, Double.infinity, 0]
    #expect(abs(Correlation.spearman(x, [2, 3, 4, 1]) - 1) < 1e-12)
    #expect(Correlation.pearson(x, [2, 3, 4, 1]).isNaN)
  }
}
