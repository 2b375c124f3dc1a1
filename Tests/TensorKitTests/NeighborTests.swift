import TensorKit
import Testing

@Suite("The best of many scores")
struct NeighborTests {
  private let scores: [Float] = [0.5, .nan, 2, 0.5, -1, 2, .infinity, 0, -0.0]

  /// The definition: all rows that count, sorted, and the first of them.
  private func expected(_ count: Int, excluding: Set<Int>) -> [Neighbor] {
    scores.indices.filter { !excluding.contains($0) && !scores[$0].isNaN }
      .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
      .prefix(count).map { Neighbor(id: $0, score: scores[$0]) }
  }

  @Test(
    "The best come first, equal ones by row, without those left out",
    arguments: [[], [0], [8], [6, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8]] as [Set<Int>],
    [0, 1, 3, 8, 100])
  func best(excluding: Set<Int>, count: Int) {
    let found = Neighbor.best(count, of: scores.span, excluding: excluding)
    #expect(found == expected(count, excluding: excluding))
  }

  @Test("Of no scores there are no best")
  func none() {
    let nothing: [Float] = []
    let found = Neighbor.best(3, of: nothing.span)
    #expect(found.isEmpty)
  }
}
