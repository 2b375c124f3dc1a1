/// A parameter with its name and its section of the help.
package struct NamedParameter {
  /// `hidden-size` for an option or flag, `CORPUS` for an argument.
  package let name: String
  package let section: String
  package let parameter: any Parameter

  package var facts: ParameterFacts { parameter.facts }

  /// What the user types: `--hidden-size`, or the placeholder of an argument.
  package var spelling: String { facts.role == .argument ? name : "--" + name }

  /// Whether `word` is its name or a former one, with dashes.
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
