/// A value on the command line that has no name: `textae info FILE…`.
///
/// ```swift
/// @Argument("CORPUS", "Text files.", isRequired: true) var corpora: [String]
/// @Argument("SENTENCE", "The sentence.") var sentence: String  // required
/// ```
/// Arguments are filled in order of declaration. A list takes all that remain, so it comes last.
@propertyWrapper
public final class Argument<Value> {
  package let facts: ParameterFacts
  package private(set) var isSet = false
  private var value: Value?
  private let read: (_ text: String, _ earlier: Value?) -> Value?

  private init(
    _ facts: ParameterFacts, initial: Value?, read: @escaping (String, Value?) -> Value?
  ) {
    self.facts = facts
    self.value = initial
    self.read = read
  }

  /// The parsed value; an empty list if none was given.
  public var wrappedValue: Value {
    get {
      guard let value else { preconditionFailure("'\(facts.help)' was read before it was parsed") }
      return value
    }
    set { value = newValue }
  }
}

extension Argument: Parameter {
  package func take(_ text: String) -> Bool {
    guard let new = read(text, value) else { return false }
    value = new
    isSet = true
    return true
  }

  /// An argument has no name to set a default by.
  package func takeDefault(_ text: String) -> Bool { false }
}

extension Argument where Value: ArgumentValue {
  /// A required argument.
  public convenience init(
    _ placeholder: String, _ help: String, completion: CompletionKind = .file
  ) {
    self.init(
      .argument(Value.self, placeholder, help, completion: completion, isRequired: true),
      initial: nil
    ) { text, _ in Value(argument: text) }
  }
}

extension Argument {
  /// An argument that is nil if it is not given.
  public convenience init<Wrapped: ArgumentValue>(
    _ placeholder: String, _ help: String, completion: CompletionKind = .file
  ) where Value == Wrapped? {
    self.init(
      .argument(Wrapped.self, placeholder, help, completion: completion, isRequired: false),
      initial: .some(nil)
    ) { text, _ in Wrapped(argument: text).map(Wrapped?.some) }
  }

  /// All remaining arguments; with `isRequired`, at least one.
  public convenience init<Element: ArgumentValue>(
    _ placeholder: String, _ help: String, isRequired: Bool = false,
    completion: CompletionKind = .file
  ) where Value == [Element] {
    var facts = ParameterFacts.argument(
      Element.self, placeholder, help, completion: completion, isRequired: isRequired)
    facts.arity = .repeated
    self.init(facts, initial: []) { text, earlier in
      Element(argument: text).map { (earlier ?? []) + [$0] }
    }
  }
}

extension ParameterFacts {
  fileprivate static func argument<Value: ArgumentValue>(
    _ type: Value.Type, _ placeholder: String, _ help: String, completion: CompletionKind,
    isRequired: Bool
  ) -> ParameterFacts {
    ParameterFacts(
      role: .argument, explicitName: placeholder, help: help, placeholder: placeholder,
      expectation: Value.argumentExpectation, isRequired: isRequired,
      completion: Value.argumentChoices.isEmpty ? completion : .words(Value.argumentChoices))
  }
}
