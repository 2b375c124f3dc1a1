/// What is wrong with a command line.
public enum UsageProblem: Error, Equatable {
  /// No command has this name.
  case unknownVerb(String, nearest: String?)
  /// A group was named without one of its commands.
  case missingVerb(choices: [String])
  /// An option comes before the command.
  case optionBeforeVerb(String)
  /// The command has no such option.
  case unknownOption(String, nearest: String?)
  /// An option was given without its value.
  case missingValue(option: String, placeholder: String)
  /// A flag was given a value.
  case unexpectedValue(flag: String, value: String)
  /// The value of an option or argument is not allowed.
  case badValue(String, parameter: String, expected: String, nearest: String?)
  /// An option that may be given once was repeated.
  case repeatedOption(String)
  /// A required option is missing.
  case missingOption(String)
  /// A required argument is missing.
  case missingArgument(String)
  /// There is one argument too many.
  case extraArgument(String)
  /// Two options exclude each other.
  case conflict(String, String)
  /// Anything else: what is wrong, and what to do.
  case invalid(String, advice: String)
}
