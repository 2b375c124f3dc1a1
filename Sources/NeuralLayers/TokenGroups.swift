/// The rows of a batch by the token that each has: where gradients of one token are summed.
struct TokenGroups {
  /// The tokens that occur, ascending.
  private(set) var tokens: [Int] = []
  /// (token, row) pairs in one number each, so that sorting groups the tokens.
  private var occurrences: [UInt64] = []
  /// Where in `occurrences` each token begins, and where the last ends.
  private var starts: [Int] = []

  /// Groups anew; memory is reused.
  mutating func update(_ rows: some Collection<UInt32>) {
    occurrences.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    for (row, token) in rows.enumerated() {
      occurrences.append(UInt64(token) << 32 | UInt64(row))
    }
    occurrences.sort()
    for (index, occurrence) in occurrences.enumerated() {
      let token = Int(occurrence >> 32)
      if tokens.last != token {
        tokens.append(token)
        starts.append(index)
      }
    }
    starts.append(occurrences.count)
  }

  /// Calls `body` with every row of the token at `index` of `tokens`, ascending.
  func forEachRow(ofTokenAt index: Int, _ body: (_ row: Int) -> Void) {
    for occurrence in starts[index]..<starts[index + 1] {
      body(Int(UInt32(truncatingIfNeeded: occurrences[occurrence])))
    }
  }

  /// The indices in `tokens` of those within a range.
  func indices(of range: Range<Int>) -> Range<Int> {
    firstIndex(atLeast: range.lowerBound)..<firstIndex(atLeast: range.upperBound)
  }

  private func firstIndex(atLeast token: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle] < token { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
