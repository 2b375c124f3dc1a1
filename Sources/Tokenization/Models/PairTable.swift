/// Which pairs of tokens merge, with what rank and into which token.
struct PairTable: Sendable {
  /// The value for a pair that does not merge: larger than every merge.
  static let none = UInt64.max

  /// Keys and values side by side, so that both come with one cache line.
  private struct Slot {
    var key = UInt64.max
    var value = PairTable.none
  }

  private var slots: [Slot]
  private let mask: Int

  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
    mask = size - 1
  }

  /// The merge of a pair, its rank in the upper and the resulting token in the lower half.
  @inline(__always)
  subscript(left: UInt32, right: UInt32) -> UInt64 {
    slots[slot(of: Self.key(left, right))].value
  }

  /// Adds a merge; false if the pair has one already. No more than the capacity may be added.
  mutating func insert(_ left: UInt32, _ right: UInt32, rank: Int, result: UInt32) -> Bool {
    let key = Self.key(left, right)
    let slot = slot(of: key)
    guard slots[slot].key == .max else { return false }
    slots[slot] = Slot(key: key, value: UInt64(rank) << 32 | UInt64(result))
    return true
  }

  static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) << 32 | UInt64(right)
  }

  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: ByteHash.mix(0, key)) & mask
    while slots[slot].key != key, slots[slot].key != .max { slot = (slot + 1) & mask }
    return slot
  }
}
