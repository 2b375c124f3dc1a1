import AutoencoderModel

/// A part of the loss that a model is trained by, and its weight in the sum.
///
/// Spelled `bag:0.5`, as on the command line and in config.json; `bag` alone has the weight 1, and a weight may
/// be a ``WeightSchedule``. Further numbers are those of the kind: `reconstruct:0.5:0.25` has the weight 0.5 and is
/// computed for a quarter of the sentences of a batch.
public struct Objective: RawRepresentable, Codable, Sendable, Equatable {
  package let kind: any LossTerm.Type
  /// How much it counts; with 0 it is not computed.
  public let weight: WeightSchedule
  /// Further numbers, as the kind takes them.
  package let values: [Double]

  /// An objective with numbers that its kind can have; the call ends the process with any others.
  package init(_ kind: any LossTerm.Type, weight: WeightSchedule = 1, _ values: Double...) {
    precondition(
      weight.isPossible && values.count == kind.parameters.count
        && zip(kind.parameters, values).allSatisfy { $0.allows($1) },
      "\(kind.name) with weight \(weight.rawValue) and \(values)")
    (self.kind, self.weight, self.values) = (kind, weight, values)
  }

  /// Reads `bag`, `bag:0.5` or `reconstruct:1:0.25`; nil for anything that is not an objective.
  public init?(rawValue: String) {
    let spelling = PartSpelling(rawValue)
    let weight = spelling.fields.first.map { WeightSchedule(rawValue: String($0)) } ?? 1
    guard let kind = spelling.kind(among: ObjectiveKinds.all, { $0 }), let weight,
      let values = PartSpelling.values(spelling.fields.dropFirst(), of: kind.parameters)
    else { return nil }
    (self.kind, self.weight, self.values) = (kind, weight, values)
  }

  /// As `init(rawValue:)` reads it, always with its weight.
  public var rawValue: String {
    "\(kind.name):\(weight.rawValue)" + PartSpelling.text(values, of: kind.parameters)
  }

  /// The name of the kind.
  public var name: String { kind.name }

  /// Equal where kind, weight and numbers are.
  public static func == (first: Objective, second: Objective) -> Bool {
    first.kind.name == second.kind.name && first.weight == second.weight
      && first.values == second.values
  }
}

/// The kinds of objectives that there are.
package enum ObjectiveKinds {
  /// A new kind is added to this list.
  package static let all: [any LossTerm.Type] = [
    ReconstructionObjective.self, BagOfWordsObjective.self, ContrastiveObjective.self,
    LexicalObjective.self,
  ]

  /// What an objective is spelled like, in words.
  package static var spellings: String {
    let names = all.map { kind in
      let extra = kind.parameters.map { ", then \($0.bounds)" }.joined()
      return kind.name + (extra.isEmpty ? "" : " (after its weight\(extra))")
    }
    return names.joined(separator: ", ")
      + "; each alone or with a weight from 0 to 1000 after a colon, or 0..1@5000 for a weight that moves "
      + "from 0 to 1 in 5000 updates"
  }
}
