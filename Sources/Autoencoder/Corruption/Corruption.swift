import TensorKit

/// A way to damage the sentences that the encoder reads while the decoder writes the clean ones.
///
/// Spelled `drop:0.2`, as on the command line and in config.json. Several are applied one after the
/// other. Denoising keeps an autoencoder from copying (Vincent et al. 2008), and sentences that differ in a
/// few words get vectors that are near (Hill, Cho and Korhonen 2016; Shen et al. 2020).
public struct Corruption: Sendable, Equatable {
  /// What is done to the words.
  public enum Kind: String, CaseIterable, Sendable {
    /// Each word is left out with a probability; one always stays.
    case drop
    /// Each word becomes `<blank>` with a probability.
    case blank
    /// Each word becomes any other of the vocabulary with a probability.
    case substitute
    /// Words change places; none moves by more than a number of places.
    case shuffle
  }

  /// What is done.
  public let kind: Kind
  /// How much of it: a probability, or for `shuffle` a number of places.
  public let amount: Double

  /// A corruption of an amount that it can have; nil for any other.
  public init?(_ kind: Kind, _ amount: Double) {
    switch kind {
    case .drop, .blank, .substitute:
      guard (0...1).contains(amount) else { return nil }
    case .shuffle:
      guard (1...1_000).contains(amount), amount == amount.rounded() else { return nil }
    }
    self.kind = kind
    self.amount = amount
  }

  /// What `init(spelling:)` reads, in words.
  public static let spellings =
    "drop:P, blank:P or substitute:P with P from 0 to 1, or shuffle:K with K from 1 to 1000"
}

extension Corruption {
  /// What a corruption needs to know of a vocabulary.
  package struct Vocabulary: Sendable {
    let blankID: UInt32
    /// All tokens that are text.
    package let words: [UInt32]

    package init(blankID: UInt32, words: [UInt32]) {
      self.blankID = blankID
      self.words = words
    }
  }

  /// Damages the words of a sentence: those from place `first` of a list to its end, without an end mark.
  package func apply(
    to words: inout [UInt32], from first: Int = 0, of vocabulary: Vocabulary,
    _ random: inout RandomStream
  ) {
    switch kind {
    case .drop: Corruption.drop(&words, from: first, Float(amount), &random)
    case .blank: Corruption.blank(&words, from: first, Float(amount), vocabulary, &random)
    case .substitute: Corruption.substitute(&words, from: first, Float(amount), vocabulary, &random)
    case .shuffle: Corruption.shuffle(&words, from: first, amount, &random)
    }
  }
}

extension Corruption: SpelledSetting {
  /// Reads `drop:0.2`; nil for anything else.
  public init?(spelling: String) {
    let parts = spelling.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])),
      let amount = Double(parts[1])
    else { return nil }
    self.init(kind, amount)
  }

  /// As `init(spelling:)` reads it.
  public var spelling: String { "\(kind.rawValue):\(amount.shortText)" }
}
