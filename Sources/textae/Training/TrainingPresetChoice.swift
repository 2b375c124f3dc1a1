import CommandLineKit
import TextAutoencoder

extension TrainingPreset: ArgumentValue {
  /// The names.
  public static var argumentPlaceholder: String { argumentChoices.joined(separator: "|") }
  /// The names, joined for a sentence.
  public static var argumentExpectation: String { argumentChoices.joined(separator: " or ") }
  /// The names in the order of the list.
  public static var argumentChoices: [String] { all.map(\.name) }

  /// Finds a preset by name.
  public init?(argument: String) {
    guard let found = Self.all.first(where: { $0.name == argument }) else { return nil }
    self = found
  }

  /// The name.
  public var argumentText: String { name }

  /// A paragraph of help for each preset.
  static var discussion: String {
    all.map { preset in
      "--preset \(preset.name): \(preset.purpose). Stands for "
        + preset.makePlan().optionWords.joined(separator: " ")
    }.joined(separator: "\n\n")
  }
}
