/// Some of the rows of a segment.
struct RowSet: Sendable, Equatable {
  /// How many rows there are to choose from.
  let rows: Int
  private(set) var words: [UInt64]

  /// No rows, or all of them.
  init(rows: Int, all: Bool = false) {
    self.rows = rows
    words = [UInt64](repeating: all ? .max : 0, count: (rows + 63) / 64)
    if all, rows % 64 != 0 { words[words.count - 1] = 1 << UInt64(rows % 64) - 1 }
  }

  /// How many rows are in the set.
  ///
  /// - Complexity: O(n) in the number of rows, 64 at a time.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  func contains(_ row: Int) -> Bool { words[row / 64] >> UInt64(row % 64) & 1 != 0 }

  mutating func insert(_ row: Int) { words[row / 64] |= 1 << UInt64(row % 64) }

  mutating func remove(_ row: Int) { words[row / 64] &= ~(1 << UInt64(row % 64)) }

  /// Sets 64 rows at once; bits beyond the last row are ignored.
  mutating func setWord(_ index: Int, _ word: UInt64) {
    let left = rows - index * 64
    words[index] = left < 64 ? word & (1 << UInt64(left) - 1) : word
  }

  /// Takes away the rows of another set.
  mutating func subtract(_ other: RowSet) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  /// The row at a place among those of the set.
  func row(at place: Int) -> Int {
    var left = place
    for (index, word) in words.enumerated() {
      let count = word.nonzeroBitCount
      if left >= count {
        left -= count
        continue
      }
      var rest = word
      for _ in 0..<left { rest &= rest - 1 }
      return index * 64 + rest.trailingZeroBitCount
    }
    preconditionFailure("row \(place) of \(count)")
  }

  /// Calls `body` with every row of the set, in order.
  func forEach(_ body: (Int) throws -> Void) rethrows {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        try body(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
