import CommandLineKit
import VectorSearch

/// The values of `--format` of `index export`.
struct IndexExportChoice: ArgumentValue {
  let value: IndexExportFormat

  init?(argument: String) {
    guard let format = IndexExportFormat(argument) else { return nil }
    value = format
  }

  var argumentText: String { value.name }

  static var argumentChoices: [String] { IndexExportFormat.all.map(\.name) }
  static var argumentPlaceholder: String { argumentChoices.joined(separator: "|") }
  static var argumentExpectation: String { "one of " + argumentChoices.joined(separator: ", ") }
}
