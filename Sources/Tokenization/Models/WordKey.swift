/// A word of at most 32 bytes as four integers, padded with zeros, and its hash.
struct WordKey {
  static let longest = 32

  let parts: (UInt64, UInt64, UInt64, UInt64)
  let count: Int
  let hash: UInt64

  /// The word in `range`, or nil if it is longer than a key.
  @inline(__always)
  init?(_ text: TextView, _ range: Range<Int>) {
    let count = range.count
    guard count <= Self.longest else { return nil }
    self.count = count
    let start = range.lowerBound
    let first = text.word(at: start) & Self.mask(count)
    if count <= 8 {
      parts = (first, 0, 0, 0)
      hash = ByteHash.mix(UInt64(count), first)
      return
    }
    let second = text.word(at: start + 8) & Self.mask(count - 8)
    if count <= 16 {
      parts = (first, second, 0, 0)
      hash = ByteHash.mix(ByteHash.mix(UInt64(count), first), second)
      return
    }
    let third = text.word(at: start + 16) & Self.mask(count - 16)
    let fourth = count > 24 ? text.word(at: start + 24) & Self.mask(count - 24) : 0
    parts = (first, second, third, fourth)
    let half = ByteHash.mix(ByteHash.mix(UInt64(count), first), second)
    hash = ByteHash.mix(ByteHash.mix(half, third), fourth)
  }

  /// Ones for the bytes that belong to a word with `count` bytes left.
  @inline(__always)
  private static func mask(_ count: Int) -> UInt64 {
    count >= 8 ? .max : (1 << UInt64(count * 8)) &- 1
  }
}
