/// Searches a graph from level to level (Malkov and Yashunin 2016, algorithms 2 and 5).
struct GraphWalk {
  let graph: NeighborGraph
  let scratch: GraphScratch
  /// Scores the rows of a batch.
  let score: (RowBatch) -> Void

  /// The row nearest to the query that steps to ever nearer ones reach, down to the level above
  /// `level`.
  func descend(to level: Int) -> Int? {
    guard var row = graph.entry, row < graph.count else { return nil }
    let batch = scratch.batch
    batch.clear()
    batch.append(UInt32(row))
    score(batch)
    var best = batch[0]
    for upper in stride(from: graph.levels, to: level, by: -1) {
      // Every step is nearer, so there are only finitely many.
      while true {
        batch.clear()
        for id in graph.links(of: row, on: upper) { batch.append(id) }
        score(batch)
        let before = row
        for place in 0..<batch.count where batch[place] > best {
          (best, row) = (batch[place], batch.id(place))
        }
        if row == before { break }
      }
    }
    return row
  }

  /// Leaves the rows nearest to the query on a level in the scratch, at most `limit` of them.
  func search(from starts: [Int], on level: Int, limit: Int) {
    scratch.begin(limit)
    let batch = scratch.batch
    batch.clear()
    for start in starts where scratch.see(UInt32(start)) { batch.append(UInt32(start)) }
    score(batch)
    for place in 0..<batch.count { _ = scratch.keep(batch.id(place), batch[place]) }
    var place = 0
    // Every row is seen once, so the search ends whatever the links are.
    while place < scratch.count {
      guard let row = scratch.follow(place) else {
        place += 1
        continue
      }
      batch.clear()
      for id in graph.links(of: row, on: level) where scratch.see(id) { batch.append(id) }
      score(batch)
      var next = place + 1
      for index in 0..<batch.count {
        if let kept = scratch.keep(batch.id(index), batch[index]) { next = min(next, kept) }
      }
      place = next
    }
  }
}
