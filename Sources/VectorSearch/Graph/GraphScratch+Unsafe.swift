/// What a search through a graph needs: which rows it has seen, and the best of them.
@safe final class GraphScratch: @unchecked Sendable {
  // Safe to share: whoever has it uses it on one thread at a time.
  let batch: RowBatch
  /// The number of the search that has seen a row.
  private let seen: UnsafeMutablePointer<UInt16>
  private let rows: Int
  private var search: UInt16 = 0
  /// The best rows, best first, with their scores.
  private var best: UnsafeMutablePointer<Entry>
  private var room = 0
  private(set) var count = 0
  private var limit = 0

  /// A row, its highest bit set once its links were followed.
  private struct Entry {
    var score: Float
    var row: UInt32
  }

  private static let followed: UInt32 = 1 << 31
  /// The most rows that can be told apart from the mark.
  static let maximumRows = Int(followed)

  init(_ rows: ByteRows, links: Int) {
    precondition(rows.count <= Self.maximumRows, "\(rows.count) rows")
    batch = RowBatch(rows, capacity: links)
    self.rows = rows.count
    unsafe seen = .allocate(capacity: max(1, rows.count))
    unsafe seen.initialize(repeating: 0, count: max(1, rows.count))
    unsafe best = .allocate(capacity: 1)
    unsafe best.initialize(to: Entry(score: 0, row: 0))
  }

  deinit {
    // Freed once, as they were allocated.
    unsafe seen.deallocate()
    unsafe best.deallocate()
  }

  /// Begins a search that keeps the best `limit` rows.
  func begin(_ limit: Int) {
    if limit > room {
      unsafe best.deallocate()
      unsafe best = .allocate(capacity: limit)
      unsafe best.initialize(repeating: Entry(score: 0, row: 0), count: limit)
      room = limit
    }
    self.limit = limit
    count = 0
    search &+= 1
    if search == 0 {
      unsafe seen.update(repeating: 0, count: max(1, rows))
      search = 1
    }
  }

  /// Whether a row is there and this search sees it for the first time.
  @inline(__always) func see(_ row: UInt32) -> Bool {
    // The row is there, checked first.
    guard Int(row) < rows, unsafe seen[Int(row)] != search else { return false }
    unsafe seen[Int(row)] = search
    return true
  }

  /// Keeps a row if it is among the best, and returns its place; equal scores by lower row.
  @inline(__always) func keep(_ row: Int, _ score: Float) -> Int? {
    if count == limit {
      guard count > 0 else { return nil }
      let last = unsafe best[count - 1]
      guard score > last.score || (score == last.score && UInt32(row) < last.row & ~Self.followed)
      else { return nil }
    } else if score.isNaN {
      return nil
    }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      let entry = unsafe best[middle]
      let isBefore =
        entry.score > score
        || (entry.score == score && entry.row & ~Self.followed < UInt32(row))
      if isBefore { low = middle + 1 } else { high = middle }
    }
    let moved = min(count, limit - 1) - low
    // All places are below the limit, for which there is room.
    unsafe (best + low + 1).update(from: best + low, count: moved)
    unsafe best[low] = Entry(score: score, row: UInt32(row))
    count = min(count + 1, limit)
    return low
  }

  /// The row at a place if its links were not followed yet; they count as followed from now on.
  @inline(__always) func follow(_ place: Int) -> Int? {
    precondition(place >= 0 && place < count, "place \(place) of \(count)")
    let row = unsafe best[place].row
    guard row & Self.followed == 0 else { return nil }
    unsafe best[place].row = row | Self.followed
    return Int(row)
  }

  /// The row at a place and its score.
  @inline(__always) subscript(place: Int) -> (row: Int, score: Float) {
    precondition(place >= 0 && place < count, "place \(place) of \(count)")
    let entry = unsafe best[place]
    return (Int(entry.row & ~Self.followed), entry.score)
  }
}
