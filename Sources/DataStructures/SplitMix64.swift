/// SplitMix64 (Steele, Lea and Flood 2014): random numbers for loops that draw millions of them.
///
/// The same on every machine and in every run, unlike `Hasher` and `SystemRandomNumberGenerator`.
/// Seed one generator per item, from a `RandomStream` or by ``mix(_:)``, so that a number depends
/// on its place only and not on the thread that draws it. `@inlinable`, because its callers in
/// other modules draw a number per word, and `public`, because the compiler (6.3) does not inline
/// what is `package`.
public struct SplitMix64: Sendable {
  @usableFromInline var state: UInt64

  /// A generator that begins at `seed`.
  @inlinable public init(seed: UInt64) { state = seed }

  /// The next number; all 64 bits are random.
  @inlinable public mutating func next() -> UInt64 {
    let result = SplitMix64.mix(state)
    state &+= 0x9E37_79B9_7F4A_7C15
    return result
  }

  /// A number in 0 ..< `count`, which is below 2³².
  @inlinable public mutating func below(_ count: Int) -> Int {
    SplitMix64.index(from: next(), below: count)
  }

  /// The number in 0 ..< `count` that the upper 32 bits select; the lower ones remain for other
  /// use.
  @inlinable public static func index(from bits: UInt64, below count: Int) -> Int {
    Int(((bits >> 32) &* UInt64(count)) >> 32)
  }

  /// The first number of the generator with the seed `value`: a bijection that spreads every bit.
  @inlinable public static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
