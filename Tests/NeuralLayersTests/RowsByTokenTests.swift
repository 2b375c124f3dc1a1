import NeuralLayers
import TensorKit
import Testing

@Suite("Rows by their tokens")
struct RowsByTokenTests {
  @Test(
    "gathers the rows of every token, both ascending",
    arguments: [
      (rows: 0, tokens: 5), (1, 1), (1, 4_000_000_000), (64, 1), (500, 7), (700, 1_024),
      (700, 1_025), (3_000, 60_000), (900, 1_048_577), (400, 4_294_967_295),
    ])
  func groups(size: (rows: Int, tokens: UInt32)) {
    var random = RandomStream(seed: 4, purpose: .testData, item: UInt64(size.tokens))
    var groups = RowsByToken()
    for round in 0..<2 {
      // The second round has fewer rows in the same memory.
      let rows = (0..<size.rows / (round + 1)).map { _ in random.below(size.tokens) }
      groups.update(rows)
      let expected = Dictionary(grouping: rows.indices) { Int(rows[$0]) }
      #expect(groups.tokens == expected.keys.sorted())
      for (index, token) in groups.tokens.enumerated() {
        var found: [Int] = []
        groups.forEachRow(ofTokenAt: index) { found.append($0) }
        #expect(found == expected[token])
      }
    }
  }
}
