/// What random numbers are for; streams of different purposes never share a number.
///
/// The raw values are part of what a seed means: changing one changes every run that uses it.
public struct RandomPurpose: RawRepresentable, Hashable, Sendable {
  /// The number that stands for the purpose in the key.
  public let rawValue: UInt32

  /// A purpose by its number; numbers below 256 are reserved for this package.
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
  /// Sampling of tokens while decoding.
  public static let decoding = RandomPurpose(rawValue: 6)
  /// The choice of held-out sentences.
  public static let validationSplit = RandomPurpose(rawValue: 7)
  /// Negative samples and windows of skip-gram.
  public static let skipGram = RandomPurpose(rawValue: 8)
  /// Bootstrap resampling.
  public static let bootstrap = RandomPurpose(rawValue: 9)
  /// Random test matrices of a decomposition.
  public static let projection = RandomPurpose(rawValue: 10)
  /// Generated data of benchmarks and tests.
  public static let testData = RandomPurpose(rawValue: 12)
  /// Corruption of the sentences that validation reads.
  public static let heldOutCorruption = RandomPurpose(rawValue: 13)
  /// The words of a sampled softmax.
  public static let wordSample = RandomPurpose(rawValue: 14)
  /// Draws from the distribution of a latent.
  public static let posterior = RandomPurpose(rawValue: 15)
  /// Noise on the vectors of tokens.
  public static let tokenNoise = RandomPurpose(rawValue: 17)
  /// Draws from the prior for a discriminator.
  public static let prior = RandomPurpose(rawValue: 18)
  /// Words that are hidden from the decoder.
  public static let wordDropout = RandomPurpose(rawValue: 19)
  /// Damage of sentences that look for themselves.
  public static let retrievalQueries = RandomPurpose(rawValue: 20)
  /// Latents of generated sentences.
  public static let latentSample = RandomPurpose(rawValue: 16)
  /// Damage of sentences that a model is to repair.
  public static let damage = RandomPurpose(rawValue: 21)
}
