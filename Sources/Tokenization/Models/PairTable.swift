/// Which pairs of tokens merge, with what rank and into which token.
struct PairTable: Sendable {
  /// The answer for a pair that does not merge: larger than every merge.
  static let none = UInt64.max

  private static let emptyKey = UInt64.max
  private var keys: [UInt64]
  private var values: [UInt64]
  private let mask: Int

  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    keys = [UInt64](repeating: Self.emptyKey, count: size)
    values = [UInt64](repeating: Self.none, count: size)
    mask = size - 1
  }

  /// The merge of a pair, its rank in the upper and the resulting token in the lower half.
  subscript(left: UInt32, right: UInt32) -> UInt64 {
    values[slot(of: Self.key(left, right))]
  }

  /// Adds a merge; false if the pair has one already. No more than the capacity may be added.
  mutating func insert(_ left: UInt32, _ right: UInt32, rank: Int, result: UInt32) -> Bool {
    let key = Self.key(left, right)
    let slot = slot(of: key)
    guard keys[slot] == Self.emptyKey else { return false }
    keys[slot] = key
    values[slot] = UInt64(rank) << 32 | UInt64(result)
    return true
  }

  static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) << 32 | UInt64(right)
  }

  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: ByteHash.mix(0, key)) & mask
    while keys[slot] != key, keys[slot] != Self.emptyKey { slot = (slot + 1) & mask }
    return slot
  }
}
