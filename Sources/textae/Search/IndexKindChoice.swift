import CommandLineKit
import VectorSearch

/// The values of `--kind`.
struct IndexKindChoice: ArgumentValue {
  /// The kind; `auto` means flat, which is exact.
  let value: IndexKind
  let argumentText: String

  static let auto = IndexKindChoice(value: .flat, argumentText: "auto")

  static var argumentChoices: [String] { ["auto"] + IndexKind.allCases.map(\.rawValue) }
  static var argumentPlaceholder: String { argumentChoices.joined(separator: "|") }
  static var argumentExpectation: String { "one of " + argumentChoices.joined(separator: ", ") }

  private init(value: IndexKind, argumentText: String) {
    self.value = value
    self.argumentText = argumentText
  }

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else {
      guard let kind = IndexKind(rawValue: argument) else { return nil }
      self.init(value: kind, argumentText: argument)
    }
  }
}
