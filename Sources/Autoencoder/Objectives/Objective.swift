/// A part of the loss that a model is trained by, and its weight in the sum.
///
/// Spelled `bag:0.5`, as on the command line and in config.json; `bag` alone has the weight 1.
public struct Objective: Sendable, Equatable {
  /// What is to be told from the vector of a sentence.
  public enum Kind: String, CaseIterable, Sendable {
    /// The sentence, word by word with teacher forcing: nats a token.
    case reconstruct
    /// The words of the sentence without their order, frequent ones weighing less: nats a word.
    case bag
    /// Which of the batch is the same sentence corrupted in another way: nats a sentence.
    case contrast
  }

  /// What is to be told.
  public let kind: Kind
  /// How much it counts; with 0 it is not computed.
  public let weight: Double

  /// An objective with a weight from 0 to 1000; nil for any other weight.
  public init?(_ kind: Kind, weight: Double) {
    guard (0...1_000).contains(weight) else { return nil }
    self.kind = kind
    self.weight = weight
  }

  /// An objective of weight 1.
  public init(_ kind: Kind) {
    self.kind = kind
    weight = 1
  }

  /// What `init(spelling:)` reads, in words.
  public static let spellings =
    "reconstruct, bag or contrast, each with a weight from 0 to 1000 behind a colon or without"
}

extension Objective: SpelledSetting {
  /// Reads `bag` or `bag:0.5`; nil for anything else.
  public init?(spelling: String) {
    let parts = spelling.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let kind = Kind(rawValue: String(parts[0])),
      let weight = parts.count == 1 ? 1 : Double(parts[1])
    else { return nil }
    self.init(kind, weight: weight)
  }

  /// As `init(spelling:)` reads it, always with its weight.
  public var spelling: String { "\(kind.rawValue):\(weight.shortText)" }
}
