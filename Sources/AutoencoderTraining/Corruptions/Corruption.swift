import AutoencoderModel
import TensorKit
import Tokenization

/// A change of the sentences that the encoder reads, while the decoder predicts the clean ones.
///
/// Written `drop:0.2`, as on the command line and in config.json. Several are applied one after the
/// other. Denoising keeps an autoencoder from merely copying (Vincent et al. 2008). It also gives
/// similar vectors to sentences that differ in a few words (Hill, Cho and Korhonen 2016; Shen et
/// al. 2020).
public struct Corruption: RawRepresentable, Codable, Sendable, Equatable {
  package let kind: any CorruptionKind.Type
  /// The numbers of the kind.
  package let values: [Double]

  /// A corruption with numbers that its kind allows; any others are a programming error.
  package init(_ kind: any CorruptionKind.Type, _ values: Double...) {
    precondition(
      values.count == kind.parameters.count
        && zip(kind.parameters, values).allSatisfy { $0.allows($1) },
      "\(kind.name) with \(values); it takes \(kind.parameters.map(\.bounds))")
    (self.kind, self.values) = (kind, values)
  }

  /// Parses `drop:0.2`; nil if the text is not a corruption.
  public init?(rawValue: String) {
    let spelling = PartSpelling(rawValue)
    guard let kind = spelling.kind(among: CorruptionKinds.all, { $0 }),
      let values = PartSpelling.values(spelling.fields, of: kind.parameters)
    else { return nil }
    (self.kind, self.values) = (kind, values)
  }

  /// The text that `init(rawValue:)` parses.
  public var rawValue: String { kind.name + PartSpelling.text(values, of: kind.parameters) }

  /// Compares kinds and numbers.
  public static func == (first: Corruption, second: Corruption) -> Bool {
    first.kind.name == second.kind.name && first.values == second.values
  }

  /// Whether it leaves every sentence unchanged.
  var changesNothing: Bool { make().changesNothing }

  /// An instance of the kind, which applies the corruption.
  package func make() -> any CorruptionKind { kind.init(values) }
}

/// A kind of corruption: one type in one file, and one line in ``CorruptionKinds``.
package protocol CorruptionKind: PartKind, Sendable {
  /// A corruption with numbers that `parameters` allow, one for each parameter.
  init(_ values: [Double])

  /// Whether it leaves every sentence unchanged.
  var changesNothing: Bool { get }

  /// Corrupts the words of a sentence: those from index `first` of a list to its end, without an
  /// end token.
  ///
  /// All random numbers come from `random`, so the result does not depend on threads.
  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream)
}

extension CorruptionKind {
  package var changesNothing: Bool { false }
}

/// All kinds of corruptions.
package enum CorruptionKinds {
  /// Add a new kind to this list.
  package static let all: [any CorruptionKind.Type] = [
    Drop.self, Blank.self, Substitute.self, Shuffle.self, Mix.self,
  ]
}

/// The part of a vocabulary that corruptions use.
package struct CorruptionVocabulary: Sendable {
  /// The token `<blank>`.
  package let blankID: UInt32
  /// All tokens that are text.
  package let words: [UInt32]
  /// The words of another sentence of the batch; empty if there is none.
  package var neighbor: ArraySlice<UInt32> = []

  package init(blankID: UInt32, words: [UInt32]) {
    self.blankID = blankID
    self.words = words
  }

  /// The vocabulary of a tokenizer.
  package init(of tokenizer: Tokenizer) {
    let tokens = 0..<UInt32(tokenizer.vocabularySize)
    self.init(blankID: tokenizer.blankID, words: tokens.filter { !tokenizer.isSpecial($0) })
  }
}

extension PartParameter {
  /// The probability that a word is changed.
  static let probability = PartParameter("P", 0...1)
}
