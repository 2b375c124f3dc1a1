/// An option with a value: `--hidden-size 512` or `--hidden-size=512`.
///
/// ```swift
/// @Option("Size of the hidden state.", .within(1...65_536)) var hiddenSize = 512
/// @Option("The folder to write.", value: "NAME") var output: String  // required
/// @Option("When to stop.") var timeBudget: Duration?                 // may be absent
/// @Option("Noise on the input.") var corruption: [String] = []       // may be repeated
/// ```
/// The name is the property's with dashes, unless `name:` says otherwise. A renamed option lists
/// its old names, without dashes, as `formerNames:`. They go on working, but help does not show
/// them.
@propertyWrapper
public final class Option<Value> {
  package let facts: ParameterFacts
  package private(set) var isSet = false
  private var value: Value?
  /// Whether the value came from `takeDefault`.
  private var hasTakenDefault = false
  private let read: (_ text: String, _ earlier: Value?) -> Value?

  private init(
    _ facts: ParameterFacts, initial: Value?, read: @escaping (String, Value?) -> Value?
  ) {
    self.facts = facts
    self.value = initial
    self.read = read
  }

  /// The parsed value or the default.
  public var wrappedValue: Value {
    get {
      guard let value else { preconditionFailure("'\(facts.help)' was read before it was parsed") }
      return value
    }
    set { value = newValue }
  }

  /// Whether the user gave the option, whatever its value.
  public var projectedValue: Bool { isSet }
}

extension Option: Parameter {
  package func take(_ text: String) -> Bool {
    // The first value replaces the default; later ones are added.
    guard let new = read(text, isSet ? value : nil) else { return false }
    value = new
    isSet = true
    return true
  }

  package func takeDefault(_ text: String) -> Bool {
    guard let new = read(text, hasTakenDefault ? value : nil) else { return false }
    if isSet { return true }
    value = new
    hasTakenDefault = true
    return true
  }
}

extension Option where Value: ArgumentValue {
  /// An option with a default; help shows `defaultText` where its value says too little.
  public convenience init(
    wrappedValue: Value, _ help: String, name: String? = nil, formerNames: [String] = [],
    value: String? = nil, defaultText: String? = nil,
    _ rule: ValueRule<Value>? = nil, completion: CompletionKind? = nil
  ) {
    var facts = ParameterFacts.option(
      Value.self, help: help, name: name, formerNames: formerNames, value: value, rule: rule,
      completion: completion)
    facts.defaultText = defaultText ?? wrappedValue.argumentText
    self.init(facts, initial: wrappedValue) { text, _ in Value.reading(text, rule) }
  }

  /// A required option.
  public convenience init(
    _ help: String, name: String? = nil, formerNames: [String] = [],
    value: String? = nil,
    _ rule: ValueRule<Value>? = nil, completion: CompletionKind? = nil
  ) {
    var facts = ParameterFacts.option(
      Value.self, help: help, name: name, formerNames: formerNames, value: value, rule: rule,
      completion: completion)
    facts.isRequired = true
    self.init(facts, initial: nil) { text, _ in Value.reading(text, rule) }
  }
}

extension Option {
  /// An option that is nil if it is not given.
  public convenience init<Wrapped: ArgumentValue>(
    _ help: String, name: String? = nil, formerNames: [String] = [],
    value: String? = nil,
    _ rule: ValueRule<Wrapped>? = nil, completion: CompletionKind? = nil
  ) where Value == Wrapped? {
    let facts = ParameterFacts.option(
      Wrapped.self, help: help, name: name, formerNames: formerNames, value: value, rule: rule,
      completion: completion)
    self.init(facts, initial: .some(nil)) { text, _ in
      Wrapped.reading(text, rule).map(Wrapped?.some)
    }
  }

  /// An option that collects values, one each time it is given.
  ///
  /// With `severalValues` it takes all words up to the next option.
  public convenience init<Element: ArgumentValue>(
    wrappedValue: [Element], _ help: String, name: String? = nil, formerNames: [String] = [],
    value: String? = nil,
    _ rule: ValueRule<Element>? = nil, completion: CompletionKind? = nil,
    severalValues: Bool = false
  ) where Value == [Element] {
    var facts = ParameterFacts.option(
      Element.self, help: help, name: name, formerNames: formerNames, value: value, rule: rule,
      completion: completion)
    facts.arity = severalValues ? .upToNextOption : .repeated
    self.init(facts, initial: wrappedValue) { text, earlier in
      Element.reading(text, rule).map { (earlier ?? []) + [$0] }
    }
  }
}

extension ArgumentValue {
  static func reading(_ text: String, _ rule: ValueRule<Self>?) -> Self? {
    guard let value = Self(argument: text), rule?.accepts(value) ?? true else { return nil }
    return value
  }
}

extension ParameterFacts {
  fileprivate static func option<Value: ArgumentValue>(
    _ type: Value.Type, help: String, name: String?, formerNames: [String], value: String?,
    rule: ValueRule<Value>?, completion: CompletionKind?
  ) -> ParameterFacts {
    ParameterFacts(
      role: .option, explicitName: name, formerNames: formerNames, help: help,
      placeholder: value ?? Value.argumentPlaceholder,
      expectation: Value.argumentExpectation, ruleWords: rule?.words,
      completion: completion
        ?? (Value.argumentChoices.isEmpty ? .none : .words(Value.argumentChoices)))
  }
}
