import DataStructures
import Testing

@Suite("Best few of many")
struct TopKTests {
  /// The definition: sort all, take the first few.
  private func expected(_ scores: [Int], _ count: Int) -> [Int] {
    Array(
      scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        .prefix(count))
  }

  @Test(
    "The best are those that come first in a full sort, in any order of insertion",
    arguments: [0, 1, 2, 3, 7, 20, 50])
  func sorted(capacity: Int) {
    // Few different scores, so that many are equal.
    let scores = (0..<40).map { $0 * 17 % 11 }
    for step in [1, 3, 7, 39] {
      var top = TopK<Int>(capacity)
      for place in 0..<40 { top.insert(place * step % 40, score: scores[place * step % 40]) }
      #expect(top.sorted.map(\.id) == expected(scores, capacity))
      #expect(top.sorted.allSatisfy { $0.score == scores[$0.id] })
      #expect(top.count == min(capacity, 40))
      #expect(top.worst?.id == expected(scores, capacity).last)
    }
  }

  @Test("NaN is never kept, whether there is room or not")
  func notANumber() {
    var top = TopK<Double>(2)
    let scores: [Double] = [.nan, 1, .nan, -.infinity, 3, .nan]
    for (id, score) in scores.enumerated() {
      top.insert(id, score: score)
    }
    #expect(top.sorted.map(\.id) == [4, 1])
  }
}
