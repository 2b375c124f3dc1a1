/// A type that can be read from one word of the command line.
///
/// `String`, `Int`, `UInt64`, `Double`, `Float` and `Duration` conform; an enumeration of words
/// conforms through ``ArgumentChoice``.
public protocol ArgumentValue {
  /// The placeholder of the value in help, such as `N` or `FILE`.
  static var argumentPlaceholder: String { get }

  /// What the value must be, to follow "expected": "a whole number".
  static var argumentExpectation: String { get }

  /// All spellings, in the order of help; empty if there are too many to list.
  static var argumentChoices: [String] { get }

  /// Reads the value, or returns nil if `argument` does not spell one.
  init?(argument: String)

  /// The spelling that ``init(argument:)`` reads, shown as the default in help.
  var argumentText: String { get }
}

extension ArgumentValue {
  /// No list of spellings.
  public static var argumentChoices: [String] { [] }
}
