/// An option without a value, false unless it is given: `--quiet`.
@propertyWrapper
public final class Flag {
  package let facts: ParameterFacts
  package private(set) var isSet = false

  /// Declares a flag; its name is the property's with dashes, unless `name` says otherwise.
  public init(_ help: String, name: String? = nil) {
    facts = ParameterFacts(role: .flag, explicitName: name, help: help)
  }

  /// Whether the flag was given.
  public var wrappedValue: Bool {
    get { isSet }
    set { isSet = newValue }
  }
}

extension Flag: Parameter {
  package func take(_ text: String) -> Bool {
    isSet = true
    return true
  }
}
