/// What the parser, help, completions and manual pages know about a declared parameter.
package struct ParameterFacts {
  /// What a parameter is on the command line.
  package enum Role { case option, flag, argument }

  /// How many values a parameter takes.
  package enum Arity { case one, repeated, upToNextOption }

  package var role: Role
  /// The name, unless it is derived from that of the property.
  package var explicitName: String?
  /// Old names: they go on working, but nothing shows or suggests them.
  package var formerNames: [String] = []
  package var help: String
  package var placeholder = ""
  package var expectation = ""
  /// The words of the rule, if there is one.
  package var ruleWords: String?
  package var defaultText: String?
  package var isRequired = false
  package var arity = Arity.one
  package var completion = CompletionKind.none
}
