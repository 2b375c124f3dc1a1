import Foundation

/// What random numbers are for; streams of different purposes never share a number.
///
/// The raw values are part of what a seed means: a run is only reproduced while they stay.
public struct RandomPurpose: RawRepresentable, Hashable, Sendable {
  /// The number that stands for the purpose in the key.
  public let rawValue: UInt32

  /// A purpose by its number; numbers below 256 belong to this package.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Initial weights.
  public static let initialization = RandomPurpose(rawValue: 1)
  /// The order of the corpus.
  public static let shuffle = RandomPurpose(rawValue: 2)
  /// Dropout masks.
  public static let dropout = RandomPurpose(rawValue: 3)
  /// Corruption of the input.
  public static let corruption = RandomPurpose(rawValue: 4)
  /// Noise on the latent.
  public static let latentNoise = RandomPurpose(rawValue: 5)
  /// Choosing tokens while decoding.
  public static let decoding = RandomPurpose(rawValue: 6)
  /// Splitting off held-out sentences.
  public static let validationSplit = RandomPurpose(rawValue: 7)
  /// Negative samples and windows of skip-gram.
  public static let skipGram = RandomPurpose(rawValue: 8)
  /// Bootstrap resampling.
  public static let bootstrap = RandomPurpose(rawValue: 9)
  /// Random test matrices of a decomposition.
  public static let projection = RandomPurpose(rawValue: 10)
  /// Levels of a graph index.
  public static let graph = RandomPurpose(rawValue: 11)
  /// Generated data of benchmarks and tests.
  public static let testData = RandomPurpose(rawValue: 12)
  /// Corruption of the sentences that validation reads.
  public static let heldOutCorruption = RandomPurpose(rawValue: 13)
  /// Words that stand for a vocabulary in a softmax.
  public static let wordSample = RandomPurpose(rawValue: 14)
}

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

  /// A stream at its first number. Up to 2³² blocks of four words can be drawn.
  public init(seed: UInt64, purpose: RandomPurpose, step: UInt64 = 0, item: UInt64 = 0) {
    // The step is stirred into the key; the item and the position make the counter.
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

  /// A whole number in 0 ..< bound, without bias worth naming (below 2⁻³² × bound).
  public mutating func below(_ bound: UInt32) -> UInt32 {
    precondition(bound > 0, "there is no number below 0")
    return UInt32(truncatingIfNeeded: (UInt64(word()) &* UInt64(bound)) >> 32)
  }

  /// A number of the standard normal distribution (Box and Muller 1958).
  public mutating func normal() -> Float {
    let radius = (-2 * Foundation.log(1 - Double(uniform()))).squareRoot()
    return Float(radius * Foundation.cos(2 * Double.pi * Double(uniform())))
  }
}
