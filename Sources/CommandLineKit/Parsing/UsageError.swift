/// What is wrong with a command line, as data.
public enum UsageProblem: Error, Equatable {
  /// No command has this name.
  case unknownVerb(String, nearest: String?)
  /// The word before needs one of these behind it.
  case missingVerb(choices: [String])
  /// An option stands where the command should.
  case optionBeforeVerb(String)
  /// The command has no such option.
  case unknownOption(String, nearest: String?)
  /// The option stands without its value.
  case missingValue(option: String, placeholder: String)
  /// A flag was given a value.
  case unexpectedValue(flag: String, value: String)
  /// The value of an option or argument is not what it must be.
  case badValue(String, parameter: String, expected: String, nearest: String?)
  /// An option that counts once was given twice.
  case repeatedOption(String)
  /// A required option is absent.
  case missingOption(String)
  /// A required argument is absent.
  case missingArgument(String)
  /// There are more arguments than the command takes.
  case extraArgument(String)
  /// Two options contradict each other.
  case conflict(String, String)
  /// Anything else: what is wrong, and what to do.
  case invalid(String, advice: String)
}

/// A ``UsageProblem`` with the command it happened in; described as one line.
public struct UsageError: Error, Equatable {
  let problem: UsageProblem
  let verb: String

  init(_ problem: UsageProblem, verb: String) {
    self.problem = problem
    self.verb = verb
  }
}

extension UsageError: CustomStringConvertible {
  /// What is wrong, in which command, and what to do.
  public var description: String { "\(complaint): \(verb); \(advice)" }

  private var complaint: String {
    switch problem {
    case .unknownVerb(let word, _): "unknown command '\(word)'"
    case .missingVerb: "a command is missing"
    case .optionBeforeVerb(let option): "'\(option)' stands before the command"
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
