/// A part of the loss that a model is trained by, and its weight in the sum.
///
/// Spelled `bag:0.5`, as on the command line and in config.json; `bag` alone has the weight 1.
/// `reconstruct:0.5:0.25` has the weight 0.5 and is computed for a quarter of the sentences of a step, because
/// the softmax of every token of a sentence is dear.
public struct Objective: Sendable, Equatable {
  /// What is to be told from the vector of a sentence.
  public enum Kind: String, CaseIterable, Sendable {
    /// The sentence, word by word with teacher forcing: nats a token.
    case reconstruct
    /// The words of the sentence without their order, frequent ones weighing less: nats a word.
    case bag
    /// Which of the batch is the same sentence corrupted in another way: nats a sentence.
    case contrast
    /// How many words two corrupted sentences share, rare ones counting more: squared error of the cosine.
    case overlap

    /// Whether a sentence is read twice, corrupted in two ways.
    var comparesViews: Bool { self == .contrast || self == .overlap }
    /// Whether it is about the words of a sentence, each with a weight.
    var comparesWords: Bool { self == .bag || self == .overlap }
  }

  /// What is to be told.
  public let kind: Kind
  /// How much it counts; with 0 it is not computed.
  public let weight: Double
  /// The share of the sentences of a step that `reconstruct` is computed for; 1 for all others.
  public let share: Double

  /// An objective with a weight from 0 to 1000 and, if it is `reconstruct`, a share from 0.001 to 1; nil for
  /// any others.
  public init?(_ kind: Kind, weight: Double, share: Double = 1) {
    guard (0...1_000).contains(weight), (0.001...1).contains(share),
      share == 1 || kind == .reconstruct
    else { return nil }
    self.kind = kind
    self.weight = weight
    self.share = share
  }

  /// An objective of weight 1.
  public init(_ kind: Kind) {
    self.kind = kind
    (weight, share) = (1, 1)
  }

  /// What `init(spelling:)` reads, in words.
  public static let spellings =
    "reconstruct, bag, contrast or overlap, each with a weight from 0 to 1000 behind a colon or without; "
    + "reconstruct also with a share from 0.001 to 1 of the sentences behind another"
}

extension Objective: SpelledSetting {
  /// Reads `bag`, `bag:0.5` or `reconstruct:1:0.25`; nil for anything else.
  public init?(spelling: String) {
    let parts = spelling.split(separator: ":", omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(parts[0])),
      parts.count <= (kind == .reconstruct ? 3 : 2),
      let weight = parts.count > 1 ? Double(parts[1]) : 1,
      let share = parts.count > 2 ? Double(parts[2]) : 1
    else { return nil }
    self.init(kind, weight: weight, share: share)
  }

  /// As `init(spelling:)` reads it, always with its weight.
  public var spelling: String {
    let all = "\(kind.rawValue):\(weight.shortText)"
    return share == 1 ? all : "\(all):\(share.shortText)"
  }
}
