import FileFormats

/// What there is to see of a model.
public struct ModelView: Sendable {
  /// Its name.
  public let name: String
  /// What it is, in a few words or sentences.
  public let about: String
  /// Its sizes.
  public let facts: [Fact]
  /// The course of its training, if its folder tells.
  public let curves: TrainingCurves?
  /// Sentences that it wrote from their vectors, if it can.
  public let reconstructions: ReconstructionSample?
  /// How its units are used, where that can differ.
  public let units: UnitActivity?

  /// A view of a model.
  public init(
    name: String, about: String, facts: [Fact], curves: TrainingCurves? = nil,
    reconstructions: ReconstructionSample? = nil, units: UnitActivity? = nil
  ) {
    (self.name, self.about, self.facts) = (name, about, facts)
    (self.curves, self.reconstructions, self.units) = (curves, reconstructions, units)
  }

  var json: JSONValue {
    [
      "name": .string(name), "about": .string(about), "facts": .array(facts.map(\.json)),
      "curves": curves?.json ?? .null, "reconstructions": reconstructions?.json ?? .null,
      "units": units?.json ?? .null,
    ]
  }
}
