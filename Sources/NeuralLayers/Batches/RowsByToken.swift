/// The rows of a batch, grouped by the token of each.
///
/// Used to sum the gradients of one token, to sort a sample, and to find the sentences that share a
/// word.
package struct RowsByToken: Sendable {
  /// The tokens that occur, ascending.
  package private(set) var tokens: [Int] = []
  /// (token, row) pairs in one number each, so that sorting groups the tokens.
  private var occurrences: [UInt64] = []
  /// Where each token begins in `occurrences`, and where the last one ends.
  private var starts: [Int] = []
  /// The output of a pass of the sort, and where each digit goes in it.
  private var sorted: [UInt64] = []
  private var places = [Int](repeating: 0, count: Self.digits)

  private static let digitBits: UInt64 = 10
  private static let digits = 1 << Int(digitBits)

  /// No rows.
  package init() {}

  /// Replaces the groups; memory is reused.
  package mutating func update(_ rows: some Collection<UInt32>) {
    occurrences.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    var largest: UInt64 = 0
    for (row, token) in rows.enumerated() {
      occurrences.append(UInt64(token) << 32 | UInt64(row))
      largest = max(largest, UInt64(token))
    }
    sort(largest: largest)
    for (index, occurrence) in occurrences.enumerated() {
      let token = Int(occurrence >> 32)
      if tokens.last != token {
        tokens.append(token)
        starts.append(index)
      }
    }
    starts.append(occurrences.count)
  }

  /// Sorts by the token, digit after digit from the lowest; rows of one token stay ascending.
  private mutating func sort(largest: UInt64) {
    var (shift, rest): (UInt64, UInt64) = (32, largest)
    while rest > 0 {
      for digit in places.indices { places[digit] = 0 }
      for occurrence in occurrences { places[Self.digit(occurrence, shift)] += 1 }
      var place = 0
      for digit in places.indices { (places[digit], place) = (place, place + places[digit]) }
      sorted.removeAll(keepingCapacity: true)
      sorted.append(contentsOf: occurrences)
      for occurrence in occurrences {
        let digit = Self.digit(occurrence, shift)
        sorted[places[digit]] = occurrence
        places[digit] += 1
      }
      swap(&occurrences, &sorted)
      shift += Self.digitBits
      rest >>= Self.digitBits
    }
  }

  private static func digit(_ occurrence: UInt64, _ shift: UInt64) -> Int {
    Int(occurrence >> shift) & (digits - 1)
  }

  /// Calls `body` with every row of the token at `index` of `tokens`, ascending.
  package func forEachRow(ofTokenAt index: Int, _ body: (_ row: Int) -> Void) {
    for occurrence in starts[index]..<starts[index + 1] {
      body(Int(UInt32(truncatingIfNeeded: occurrences[occurrence])))
    }
  }

  /// The indices in `tokens` of those within a range.
  package func indices(of range: Range<Int>) -> Range<Int> {
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
