/// A type that can be read from one word of the command line.
///
/// `String`, the integer and floating-point types and `Duration` conform; an enumeration of words conforms
/// through ``ArgumentChoice``.
public protocol ArgumentValue {
  /// What stands for the value in help, such as `N` or `FILE`.
  static var argumentPlaceholder: String { get }

  /// What the value must be, as the object of "expected", such as "a whole number".
  static var argumentExpectation: String { get }

  /// Every spelling there is, in the order of help; empty when there are too many to list.
  static var argumentChoices: [String] { get }

  /// Reads the value, or returns nil when `argument` does not spell one.
  init?(argument: String)

  /// The spelling that ``init(argument:)`` reads back, shown as the default in help.
  var argumentText: String { get }
}

extension ArgumentValue {
  /// No list of spellings.
  public static var argumentChoices: [String] { [] }
}

/// An enumeration of words: the raw values are the spellings.
public protocol ArgumentChoice: ArgumentValue, CaseIterable, RawRepresentable, Sendable
where RawValue == String {}

extension ArgumentChoice {
  /// The spellings, separated as the usage line shows them.
  public static var argumentPlaceholder: String { argumentChoices.joined(separator: "|") }

  /// The spellings as a sentence has them.
  public static var argumentExpectation: String {
    let words = argumentChoices
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The raw values in the order of the cases.
  public static var argumentChoices: [String] { allCases.map(\.rawValue) }

  /// Reads a raw value.
  public init?(argument: String) { self.init(rawValue: argument) }

  /// The raw value.
  public var argumentText: String { rawValue }
}
