/// Hashing and random numbers that are the same on every machine and in every run.
///
/// `Hasher` is seeded anew in each process; a corpus that must reproduce to the byte cannot use it.
enum StableHash {
  /// Hashes bytes by FNV-1a followed by ``mix(_:)``, so that all bits of the result are usable.
  static func hash(_ text: some Sequence<UInt8>) -> UInt64 {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text {
      state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    return mix(state)
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection that spreads every bit.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Random numbers addressed by (seed, purpose, item): no draw depends on the draws before it.
struct CounterStream {
  private let key: UInt64
  private var position: UInt64 = 0

  init(seed: UInt64, purpose: UInt64, item: UInt64) {
    key = StableHash.mix(StableHash.mix(StableHash.mix(seed) ^ purpose) ^ item)
  }

  mutating func next() -> UInt64 {
    position += 1
    return StableHash.mix(key &+ position &* 0xd1b5_4a32_d192_ed03)
  }

  /// A number in 0..<`bound`, from the upper half of a product, whose bias is below `bound` / 2^64.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a random choice needs at least one option, not \(bound)")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
