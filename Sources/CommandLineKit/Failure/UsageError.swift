/// A ``UsageProblem`` with the command that it was found in, described in one line.
public struct UsageError: Error, Equatable {
  let problem: UsageProblem
  let verb: String

  init(_ problem: UsageProblem, verb: String) {
    self.problem = problem
    self.verb = verb
  }
}

extension UsageError: CustomStringConvertible {
  /// `verb: complaint; advice`, where the verb begins with the name of the tool.
  public var description: String { "\(verb): \(complaint); \(advice)" }

  private var complaint: String {
    switch problem {
    case .unknownVerb(let word, _): "unknown command '\(word)'"
    case .missingVerb: "a command is missing"
    case .optionBeforeVerb(let option): "the option '\(option)' comes before the command"
    case .unknownOption(let option, _): "unknown option '\(option)'"
    case .missingValue(let option, let placeholder): "no value \(placeholder) after \(option)"
    case .unexpectedValue(let flag, let value): "\(flag) takes no value, but '\(value)' was given"
    case .badValue(let value, let parameter, _, _): "bad value '\(value)' for \(parameter)"
    case .repeatedOption(let option): "\(option) was given twice"
    case .missingOption(let signature): "\(signature) is missing"
    case .missingArgument(let name): "\(name) is missing"
    case .extraArgument(let word): "unexpected argument '\(word)'"
    case .conflict(let one, let other): "\(one) and \(other) exclude each other"
    case .invalid(let complaint, _): complaint
    }
  }

  private var advice: String {
    switch problem {
    case .unknownVerb(_, let nearest?), .unknownOption(_, let nearest?):
      "did you mean '\(nearest)'?"
    case .unknownOption(let word, nil) where !word.hasPrefix("--") || word.contains(" "):
      "write -- before a text that begins with a dash"
    case .missingVerb(let choices): "give one of \(choices.joined(separator: ", "))"
    case .optionBeforeVerb: "put the command first"
    case .badValue(_, _, let expected, let nearest?):
      "expected \(expected); did you mean '\(nearest)'?"
    case .badValue(_, _, let expected, nil): "expected \(expected)"
    case .repeatedOption: "give it once"
    case .conflict: "give one of them"
    case .extraArgument: "quote a sentence; '\(verb) --help' shows what it takes"
    case .invalid(_, let advice): advice
    default: "'\(verb) --help' shows what it takes"
    }
  }
}
