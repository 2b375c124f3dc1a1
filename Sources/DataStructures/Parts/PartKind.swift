/// A kind of part that users choose by name, such as the corruption `drop`.
///
/// A kind is one type in one file, which defines its spelling, its bounds and its help. All kinds
/// of a part are listed in one place. Help texts, error messages and file readers are derived from
/// that list.
package protocol PartKind: SendableMetatype {
  /// The word on the command line and in config.json.
  static var name: String { get }

  /// Names used by earlier versions, which are still read.
  static var formerNames: [String] { get }

  /// The numbers after the name, each preceded by a colon.
  static var parameters: [PartParameter] { get }

  /// A one-sentence description for a help text.
  static var help: String { get }
}

extension PartKind {
  package static var formerNames: [String] { [] }
  package static var parameters: [PartParameter] { [] }

  /// The name with placeholders, such as `drop:P`; optional numbers are in brackets.
  package static var placeholder: String {
    parameters.reduce(name) { text, parameter in
      text + (parameter.standard == nil ? ":\(parameter.name)" : "[:\(parameter.name)]")
    }
  }
}

/// A number after the name of a part.
package struct PartParameter: Sendable {
  /// The placeholder in help texts, in capitals.
  package let name: String
  /// The allowed values.
  package let range: ClosedRange<Double>
  /// Whether it must be a whole number.
  package let isWhole: Bool
  /// The default value; nil if the number is required.
  package let standard: Double?

  package init(
    _ name: String, _ range: ClosedRange<Double>, isWhole: Bool = false, standard: Double? = nil
  ) {
    self.name = name
    self.range = range
    self.isWhole = isWhole
    self.standard = standard
  }

  /// Whether the number may have this value.
  package func allows(_ value: Double) -> Bool {
    range.contains(value) && (!isWhole || value == value.rounded())
  }

  /// The allowed values in words, such as "P from 0 to 1".
  package var bounds: String {
    let whole = isWhole ? "a whole number " : ""
    return "\(name) \(whole)from \(range.lowerBound.shortText) to \(range.upperBound.shortText)"
  }
}
