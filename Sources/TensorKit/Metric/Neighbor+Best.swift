import DataStructures

extension Neighbor {
  /// The `count` rows with the highest of the scores `[rows]`, best first, among equals the lower
  /// row first. Rows whose score is NaN, and those of `excluded`, are never among them.
  ///
  /// - Complexity: O(rows · log `count`).
  package static func best(
    _ count: Int, of scores: Span<Float>, excluding excluded: Set<Int> = []
  ) -> [Neighbor] {
    var top = TopK<Float>(count)
    var start = 0
    // Runs between the excluded rows, so that no row has to be looked up in the set.
    for end in excluded.sorted() + [scores.count] {
      for row in start..<end { top.insert(row, score: scores[row]) }
      start = end + 1
    }
    return top.sorted.map { Neighbor(id: $0.id, score: $0.score) }
  }
}
