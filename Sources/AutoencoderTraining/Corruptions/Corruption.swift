import AutoencoderModel
import TensorKit

/// A way to damage the sentences that the encoder reads while the decoder writes the clean ones.
///
/// Spelled `drop:0.2`, as on the command line and in config.json. Several are applied one after the
/// other. Denoising keeps an autoencoder from copying (Vincent et al. 2008), and gives sentences that differ
/// in a few words vectors that are near (Hill, Cho and Korhonen 2016; Shen et al. 2020).
public struct Corruption: RawRepresentable, Codable, Sendable, Equatable {
  package let kind: any CorruptionKind.Type
  /// How much is done, as the kind takes it.
  package let values: [Double]

  /// A corruption with numbers that its kind can have; the call ends the process with any others.
  package init(_ kind: any CorruptionKind.Type, _ values: Double...) {
    precondition(
      values.count == kind.parameters.count
        && zip(kind.parameters, values).allSatisfy { $0.allows($1) },
      "\(kind.name) with \(values); it takes \(kind.parameters.map(\.bounds))")
    (self.kind, self.values) = (kind, values)
  }

  /// Reads `drop:0.2`; nil for anything that is not a corruption.
  public init?(rawValue: String) {
    let spelling = PartSpelling(rawValue)
    guard let kind = spelling.kind(among: CorruptionKinds.all, { $0 }),
      let values = PartSpelling.values(spelling.fields, of: kind.parameters)
    else { return nil }
    (self.kind, self.values) = (kind, values)
  }

  /// As `init(rawValue:)` reads it.
  public var rawValue: String { kind.name + PartSpelling.text(values, of: kind.parameters) }

  /// Equal where kind and numbers are.
  public static func == (first: Corruption, second: Corruption) -> Bool {
    first.kind.name == second.kind.name && first.values == second.values
  }

  /// Whether it leaves every sentence as it is.
  var changesNothing: Bool { values.allSatisfy { $0 == 0 } }

  /// The corruption at work.
  package func make() -> any CorruptionKind { kind.init(values) }
}

/// A kind of corruption: one type in one file, and one line in ``CorruptionKinds``.
package protocol CorruptionKind: PartKind, Sendable {
  /// A corruption with numbers that `parameters` allow, one for each.
  init(_ values: [Double])

  /// Damages the words of a sentence: those from place `first` of a list to its end, without an end token.
  ///
  /// All random numbers come from `random`, so that the result does not depend on threads.
  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream)
}

/// The kinds of corruptions that there are.
package enum CorruptionKinds {
  /// A new kind is added to this list.
  package static let all: [any CorruptionKind.Type] = [
    Drop.self, Blank.self, Substitute.self, Shuffle.self,
  ]
}

/// What a corruption needs to know of a vocabulary.
package struct CorruptionVocabulary: Sendable {
  /// The token `<blank>`.
  package let blankID: UInt32
  /// All tokens that are text.
  package let words: [UInt32]

  package init(blankID: UInt32, words: [UInt32]) {
    self.blankID = blankID
    self.words = words
  }
}

extension PartParameter {
  /// The probability of a word to be damaged.
  static let probability = PartParameter("P", 0...1)
}
