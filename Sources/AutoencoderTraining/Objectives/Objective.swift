import AutoencoderModel

/// A term of the training loss, and its weight in the sum.
///
/// Written `bag:0.5`, as on the command line and in config.json. `bag` alone has the weight 1, and
/// a weight may be a ``WeightSchedule``. Further numbers belong to the kind: `reconstruct:0.5:0.25`
/// has the weight 0.5 and is computed for a quarter of the sentences of a batch.
public struct Objective: RawRepresentable, Codable, Sendable, Equatable {
  package let kind: any LossTerm.Type
  /// The weight in the sum; an objective of weight 0 is not computed.
  public let weight: WeightSchedule
  /// Further numbers of the kind.
  package let values: [Double]

  /// An objective with numbers that its kind allows; any others are a programming error.
  package init(_ kind: any LossTerm.Type, weight: WeightSchedule = 1, _ values: Double...) {
    self.init(kind, weight: weight, values)
  }

  /// The same with a list of numbers.
  init(_ kind: any LossTerm.Type, weight: WeightSchedule, _ values: [Double]) {
    precondition(
      weight.isPossible && values.count == kind.parameters.count
        && zip(kind.parameters, values).allSatisfy { $0.allows($1) },
      "\(kind.name) with weight \(weight.rawValue) and \(values)")
    (self.kind, self.weight, self.values) = (kind, weight, values)
  }

  /// Parses `bag`, `bag:0.5` or `reconstruct:1:0.25`; nil if the text is not an objective.
  public init?(rawValue: String) {
    let spelling = PartSpelling(rawValue)
    let weight = spelling.fields.first.map { WeightSchedule(rawValue: String($0)) } ?? 1
    guard let kind = spelling.kind(among: ObjectiveKinds.all, { $0 }), let weight,
      let values = PartSpelling.values(spelling.fields.dropFirst(), of: kind.parameters)
    else { return nil }
    (self.kind, self.weight, self.values) = (kind, weight, values)
  }

  /// The text that `init(rawValue:)` parses, always with the weight.
  public var rawValue: String {
    "\(kind.name):\(weight.rawValue)" + PartSpelling.text(values, of: kind.parameters)
  }

  /// The name of the kind.
  public var name: String { kind.name }

  /// Compares kinds, weights and numbers.
  public static func == (first: Objective, second: Objective) -> Bool {
    first.kind.name == second.kind.name && first.weight == second.weight
      && first.values == second.values
  }
}

/// All kinds of objectives.
package enum ObjectiveKinds {
  /// Add a new kind to this list.
  package static let all: [any LossTerm.Type] = [
    ReconstructionObjective.self, BagOfWordsObjective.self, ContrastiveObjective.self,
    LexicalObjective.self, DistillationObjective.self, PairObjective.self,
    DivergenceObjective.self, SparsityObjective.self,
    ContractionObjective.self, AdversarialObjective.self, ClassificationObjective.self,
  ]

  /// How objectives are written, in words.
  package static var spellings: String {
    let names = all.map { kind in
      let extra = kind.parameters.map { ", then \($0.bounds)" }.joined()
      return kind.name + (extra.isEmpty ? "" : " (after its weight\(extra))")
    }
    return names.joined(separator: ", ")
      + "; each alone or with a weight from 0 to 1000 after a colon, or 0..1@5000 for a weight "
      + "that changes from 0 to 1 in 5000 updates, or 0..1@5000x4 for four such cycles"
  }
}

extension Objective {
  /// The update from which on its weight is what it will stay; 0 for a constant one.
  var settlingStep: Int { weight.steps * max(1, weight.cycles) }

  /// Whether an encoder that adds up the vectors of tokens learns from it alone.
  package var teachesTokenVectors: Bool { !weight.isZero && kind.teachesTokenVectors }
}
