/// What help, completions, man pages and the parser know of a declared option, flag or argument.
package struct ParameterFacts {
  /// The place of a parameter on the command line.
  package enum Role { case option, flag, argument }

  /// How many values a parameter takes.
  package enum Arity { case one, repeated, upToNextOption }

  package var role: Role
  /// The name when it is not to be derived from the property's.
  package var explicitName: String?
  /// Names that the parameter had before: they go on working, but nothing shows or suggests them.
  package var formerNames: [String] = []
  package var help: String
  package var placeholder = ""
  package var expectation = ""
  /// The rule's words, nil without a rule.
  package var ruleWords: String?
  package var defaultText: String?
  package var isRequired = false
  package var arity = Arity.one
  package var completion = CompletionKind.none
}

/// A box that a property wrapper keeps: the parser fills it, the command reads it.
package protocol Parameter: AnyObject {
  var facts: ParameterFacts { get }
  var isSet: Bool { get }
  /// Takes one value, or for a flag none; false when the text does not spell an allowed value.
  func take(_ text: String) -> Bool
  /// As `take`, for a value that gives way to one from the user; false when the text spells none.
  func takeDefault(_ text: String) -> Bool
}

/// A parameter with the name it got and the section of help it belongs to.
package struct NamedParameter {
  /// `hidden-size` for an option or flag, `CORPUS` for an argument.
  package let name: String
  package let section: String
  package let parameter: any Parameter

  package var facts: ParameterFacts { parameter.facts }

  /// As the user types it: `--hidden-size`, or the placeholder of an argument.
  package var spelling: String { facts.role == .argument ? name : "--" + name }

  /// Whether the user may type `word` for it: its name or a former one.
  func answers(to word: String) -> Bool {
    word == spelling || facts.formerNames.contains { "--" + $0 == word }
  }

  /// The spelling with its value, as help shows it.
  package var signature: String {
    switch facts.role {
    case .flag: return spelling
    case .option:
      return "\(spelling) \(facts.placeholder)\(facts.arity == .upToNextOption ? "…" : "")"
    case .argument: return facts.arity == .one ? name : name + "…"
    }
  }
}
