import CommandLineKit
import VectorSearch

/// The value of `--where`.
struct RowCondition: ArgumentValue {
  let value: FieldCondition

  static var argumentPlaceholder: String { "CONDITION" }
  static var argumentExpectation: String {
    "a column, one of = != < <= > >=, and a value (a number for the last four)"
  }

  init?(argument: String) {
    guard let condition = FieldCondition(argument) else { return nil }
    value = condition
  }

  var argumentText: String { value.description }
}
