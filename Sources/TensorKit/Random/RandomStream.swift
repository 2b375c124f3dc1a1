import Foundation

/// Random numbers as a function of (seed, purpose, step, item) and nothing else.
///
/// Two streams with the same four give the same numbers, on any machine and any thread.
///
/// ```swift
/// var random = RandomStream(seed: 1, purpose: .dropout, step: 20, item: 3)
/// let keep = random.uniform() >= 0.1
/// ```
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let generator: Philox
  private let item: UInt64
  private let purpose: UInt32
  private var position: UInt32 = 0
  private var buffer = SIMD4<UInt32>()
  private var left = 0

  /// A stream at its first number; up to 2³² blocks of four words can be drawn.
  public init(seed: UInt64, purpose: RandomPurpose, step: UInt64 = 0, item: UInt64 = 0) {
    // The step is mixed into the key; the item and the position form the counter.
    generator = Philox(key: seed &+ (step &* 0x9E37_79B9_7F4A_7C15))
    self.item = item
    self.purpose = purpose.rawValue
  }

  /// The next 32 random bits.
  public mutating func word() -> UInt32 {
    if left == 0 {
      let counter = SIMD4(
        position, purpose, UInt32(truncatingIfNeeded: item), UInt32(truncatingIfNeeded: item >> 32))
      buffer = generator.block(at: counter)
      position &+= 1
      left = 4
    }
    left -= 1
    return buffer[3 - left]
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    UInt64(word()) << 32 | UInt64(word())
  }

  /// A number in 0 ..< 1, a multiple of 2⁻²⁴.
  public mutating func uniform() -> Float {
    Float(word() >> 8) * 0x1p-24
  }

  /// An integer in 0 ..< bound, with a bias below 2⁻³² × bound.
  public mutating func below(_ bound: UInt32) -> UInt32 {
    precondition(bound > 0, "a bound of 0")
    return UInt32(truncatingIfNeeded: (UInt64(word()) &* UInt64(bound)) >> 32)
  }

  /// A sample of the standard normal distribution (Box and Muller 1958).
  public mutating func normal() -> Float {
    let radius = (-2 * Foundation.log(1 - Double(uniform()))).squareRoot()
    return Float(radius * Foundation.cos(2 * Double.pi * Double(uniform())))
  }
}
