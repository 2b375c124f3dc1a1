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
