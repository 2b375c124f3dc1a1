import DataStructures

/// Random numbers addressed by (seed, purpose, item): no draw depends on the draws before it.
struct CounterStream {
  private let key: UInt64
  private var position: UInt64 = 0

  init(seed: UInt64, purpose: UInt64, item: UInt64) {
    key = SplitMix64.mix(SplitMix64.mix(SplitMix64.mix(seed) ^ purpose) ^ item)
  }

  mutating func next() -> UInt64 {
    position += 1
    return SplitMix64.mix(key &+ position &* 0xd1b5_4a32_d192_ed03)
  }

  /// A number in 0 ..< `bound`, the upper half of a product, whose bias is below `bound` / 2⁶⁴.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a random choice needs at least one option, not \(bound)")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
