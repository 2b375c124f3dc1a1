/// An option without a value, false unless given: `--quiet`; `--no-quiet` overrides a default.
@propertyWrapper
public final class Flag {
  package let facts: ParameterFacts
  package private(set) var isSet = false
  private var isOn = false

  /// Declares a flag; its name is the property's with dashes, unless `name` says otherwise.
  ///
  /// `formerNames` are old names without dashes, which go on working but are not shown.
  public init(_ help: String, name: String? = nil, formerNames: [String] = []) {
    facts = ParameterFacts(
      role: .flag, explicitName: name, formerNames: formerNames, help: help)
  }

  /// Whether the flag was given.
  public var wrappedValue: Bool {
    get { isOn }
    set { isOn = newValue }
  }

  /// Whether the user gave the flag, or `--no-` and its name.
  public var projectedValue: Bool { isSet }

  /// Sets the flag to false, as `--no-` and its name do.
  func refuse() {
    (isSet, isOn) = (true, false)
  }
}

extension Flag: Parameter {
  package func take(_ text: String) -> Bool {
    (isSet, isOn) = (true, true)
    return true
  }

  package func takeDefault(_ text: String) -> Bool {
    if !isSet { isOn = true }
    return true
  }
}
