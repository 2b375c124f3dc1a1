/// Byte-level byte-pair encoding: a word begins as its bytes, and pairs merge by rank.
///
/// Of all adjacent pairs that have a merge, the one of lowest rank merges first, the leftmost of
/// equals, until none is left. Sennrich, Haddow and Birch, Neural Machine Translation of Rare Words
/// with Subword Units, 2016. There are no unknown words: every byte is a token.
struct BytePairModel: Sendable {
  /// Up to this many bytes the best pair is found by looking at all of them.
  static let shortWord = 48

  /// A merge as in a file.
  struct Merge: Equatable, Sendable {
    let left, right, result: UInt32
  }

  /// The token of each byte.
  let byteIDs: [UInt32]
  /// The merges in order of rank.
  let merges: [Merge]
  private let table: PairTable

  /// Makes a model; nil if a pair occurs twice among the merges.
  init?(byteIDs: [UInt32], merges: [Merge]) {
    precondition(byteIDs.count == 256, "\(byteIDs.count) bytes")
    var table = PairTable(capacity: merges.count)
    for (rank, merge) in merges.enumerated() {
      guard table.insert(merge.left, merge.right, rank: rank, result: merge.result) else {
        return nil
      }
    }
    self.byteIDs = byteIDs
    self.merges = merges
    self.table = table
  }

  /// Appends the tokens of a word to `output`, which has room for one per byte.
  func encode(
    _ text: TextView, _ word: Range<Int>, _ scratch: inout MergeScratch,
    _ output: inout TokenBuffer
  ) {
    scratch.symbols.removeAll(keepingCapacity: true)
    for index in word { scratch.symbols.append(byteIDs[Int(text[index])]) }
    if word.count <= Self.shortWord {
      mergeShort(&scratch)
      for symbol in scratch.symbols { output.append(symbol) }
    } else {
      mergeLong(&scratch)
      var index = 0
      while index < scratch.symbols.count {
        output.append(scratch.symbols[index])
        index = Int(scratch.next[index])
      }
    }
  }

  /// Merges by scanning for the best pair: quadratic, and fastest for the words of real text.
  private func mergeShort(_ scratch: inout MergeScratch) {
    scratch.pairs.removeAll(keepingCapacity: true)
    for index in scratch.symbols.indices.dropFirst() {
      scratch.pairs.append(table[scratch.symbols[index - 1], scratch.symbols[index]])
    }
    while let best = scratch.bestPair {
      scratch.symbols[best] = UInt32(truncatingIfNeeded: scratch.pairs[best])
      scratch.removeAfter(best)
      if best > 0 {
        scratch.pairs[best - 1] = table[scratch.symbols[best - 1], scratch.symbols[best]]
      }
      if best < scratch.pairs.count {
        scratch.pairs[best] = table[scratch.symbols[best], scratch.symbols[best + 1]]
      }
    }
  }

  /// Merges with a linked list and a heap of pairs: O(n log n) for a word of n bytes.
  private func mergeLong(_ scratch: inout MergeScratch) {
    let count = scratch.symbols.count
    scratch.link(count)
    for index in 0..<count - 1 { push(index, &scratch) }
    while let entry = scratch.heap.pop() {
      let left = Int(entry & 0xFFFF_FFFF)
      let right = Int(scratch.next[left])
      // An entry is stale once either side has merged with something else.
      guard scratch.isAlive[left], right < count else { continue }
      let merge = table[scratch.symbols[left], scratch.symbols[right]]
      guard merge != PairTable.none, merge >> 32 == entry >> 32 else { continue }
      scratch.symbols[left] = UInt32(truncatingIfNeeded: merge)
      scratch.isAlive[right] = false
      let after = scratch.next[right]
      scratch.next[left] = after
      if Int(after) < count { scratch.previous[Int(after)] = Int32(left) }
      if scratch.previous[left] >= 0 { push(Int(scratch.previous[left]), &scratch) }
      push(left, &scratch)
    }
  }

  /// Puts the pair that begins at `left` on the heap, if it merges.
  private func push(_ left: Int, _ scratch: inout MergeScratch) {
    let right = Int(scratch.next[left])
    guard right < scratch.symbols.count else { return }
    let merge = table[scratch.symbols[left], scratch.symbols[right]]
    guard merge != PairTable.none else { return }
    scratch.heap.push(merge & ~0xFFFF_FFFF | UInt64(left))
  }
}

/// Buffers for merging, kept between words so that nothing is allocated.
struct MergeScratch {
  var symbols: [UInt32] = []
  var pairs: [UInt64] = []
  var previous: [Int32] = []
  var next: [Int32] = []
  var isAlive: [Bool] = []
  var heap = MinimumHeap<UInt64>()

  /// The position of the leftmost pair of lowest rank.
  var bestPair: Int? {
    var best = 0
    var lowest = PairTable.none
    for index in pairs.indices where pairs[index] < lowest {
      lowest = pairs[index]
      best = index
    }
    return lowest == PairTable.none ? nil : best
  }

  /// Removes the symbol behind a position and the pair that began there.
  ///
  /// With a loop: words are short, and `remove(at:)` costs more than the few moves.
  mutating func removeAfter(_ position: Int) {
    for index in position + 1..<symbols.count - 1 { symbols[index] = symbols[index + 1] }
    for index in position..<pairs.count - 1 { pairs[index] = pairs[index + 1] }
    symbols.removeLast()
    pairs.removeLast()
  }

  /// Links `count` symbols in a row; the last one's next is `count`.
  mutating func link(_ count: Int) {
    previous = (0..<Int32(count)).map { $0 - 1 }
    next = (0..<Int32(count)).map { $0 + 1 }
    isAlive = [Bool](repeating: true, count: count)
    heap.removeAll()
  }
}
