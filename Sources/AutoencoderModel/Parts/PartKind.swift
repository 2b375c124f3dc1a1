/// A kind of a part that users choose by its name, such as the corruption `drop`.
///
/// A kind is one type in one file, which knows its spelling, its bounds and its help. The kinds of a part are
/// listed once. Help texts, error messages and readers of files are made from that list.
package protocol PartKind: SendableMetatype {
  /// The word on the command line and in config.json.
  static var name: String { get }

  /// Names of earlier versions, which are still read.
  static var formerNames: [String] { get }

  /// The numbers behind the name, each after a colon.
  static var parameters: [PartParameter] { get }

  /// What it does, in one sentence for a help text.
  static var help: String { get }
}

extension PartKind {
  package static var formerNames: [String] { [] }
  package static var parameters: [PartParameter] { [] }

  /// The name with placeholders, such as `drop:P`; numbers that may be left out stand in brackets.
  package static var placeholder: String {
    parameters.reduce(name) { text, parameter in
      text + (parameter.standard == nil ? ":\(parameter.name)" : "[:\(parameter.name)]")
    }
  }
}

/// A number that goes with the name of a part.
package struct PartParameter: Sendable {
  /// The placeholder in help texts, in capitals.
  package let name: String
  /// The values that it can have.
  package let range: ClosedRange<Double>
  /// Whether it must be a whole number.
  package let isWhole: Bool
  /// The value where none is given; nil if one must be given.
  package let standard: Double?

  package init(
    _ name: String, _ range: ClosedRange<Double>, isWhole: Bool = false, standard: Double? = nil
  ) {
    self.name = name
    self.range = range
    self.isWhole = isWhole
    self.standard = standard
  }

  /// Whether the number can have this value.
  package func allows(_ value: Double) -> Bool {
    range.contains(value) && (!isWhole || value == value.rounded())
  }

  /// The values in words, such as "P from 0 to 1".
  package var bounds: String {
    let whole = isWhole ? "a whole number " : ""
    return "\(name) \(whole)from \(range.lowerBound.shortText) to \(range.upperBound.shortText)"
  }
}
