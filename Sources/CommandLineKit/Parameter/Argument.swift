/// A value that stands on the command line without a name: `textae info FILE…`.
///
/// ```swift
/// @Argument("CORPUS", "Text files, one sentence a line.", isRequired: true) var corpora: [String]
/// @Argument("SENTENCE", "The sentence.") var sentence: String      // required
/// ```
/// Arguments are filled in the order of declaration; a list takes all that are left, so it stands last.
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

  /// The parsed value; an empty list when none was given.
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

  /// An argument has no name by which it could be given a default.
  package func takeDefault(_ text: String) -> Bool { false }
}

extension Argument where Value: ArgumentValue {
  /// One argument that must be given.
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
  /// One argument that is nil when it is not given.
  public convenience init<Wrapped: ArgumentValue>(
    _ placeholder: String, _ help: String, completion: CompletionKind = .file
  ) where Value == Wrapped? {
    self.init(
      .argument(Wrapped.self, placeholder, help, completion: completion, isRequired: false),
      initial: .some(nil)
    ) { text, _ in Wrapped(argument: text).map(Wrapped?.some) }
  }

  /// All arguments that are left; with `isRequired` at least one.
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
