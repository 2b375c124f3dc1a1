/// Fills declared parameters from the words of a command line.
///
/// - `--name VALUE` and `--name=VALUE` are the same. The word after an option is its value even if
///   it begins with one dash, so that `--batch-size -1` is a bad number and not an unknown option.
/// - `--no-NAME` sets the flag `--NAME` to false where its default is true.
/// - `--` ends the options; `-` is an argument that stands for standard input.
/// - A word with one dash is an argument if a digit follows or if it has a space, as in `-5 degrees`.
package struct ArgumentParser {
  let options: [NamedParameter]
  private let arguments: [NamedParameter]

  package init(parameters: [NamedParameter]) {
    options = parameters.filter { $0.facts.role != .argument }
    arguments = parameters.filter { $0.facts.role == .argument }
  }

  /// Reads every word, then checks that nothing required is missing.
  package func parse(_ words: [String]) throws(UsageProblem) {
    var words = words[...]
    var nextArgument = 0
    var isPastTerminator = false
    while let word = words.popFirst() {
      if !isPastTerminator, word == "--" {
        isPastTerminator = true
      } else if !isPastTerminator, word.hasPrefix("-"), word != "-", !isText(word) {
        try takeOption(word, &words)
      } else {
        try takeArgument(word, &nextArgument)
      }
    }
    try checkRequired()
  }

  /// Whether a word that begins with a dash is a text: no option has one dash.
  private func isText(_ word: String) -> Bool {
    guard !arguments.isEmpty, !word.hasPrefix("--") else { return false }
    return word.contains(" ") || word.dropFirst().first?.isNumber == true
  }

  private func takeOption(
    _ word: String, _ words: inout ArraySlice<String>
  ) throws(UsageProblem) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let spelling = String(parts[0])
    let attached = parts.count > 1 ? String(parts[1]) : nil
    guard let option = options.first(where: { $0.answers(to: spelling) }) else {
      if attached == nil, let flag = refusedFlag(spelling) { return flag.refuse() }
      let known = options.map(\.spelling) + ["--help"]
      throw .unknownOption(spelling, nearest: nearestSpelling(to: spelling, among: known))
    }
    if option.facts.role == .flag {
      if let attached { throw .unexpectedValue(flag: spelling, value: attached) }
      _ = option.parameter.take("")
      return
    }
    if option.facts.arity == .one, option.parameter.isSet { throw .repeatedOption(spelling) }
    if let attached { return try give(attached, to: option) }
    guard let value = words.first, !isOption(value) else {
      throw .missingValue(option: spelling, placeholder: option.facts.placeholder)
    }
    try give(words.removeFirst(), to: option)
    guard option.facts.arity == .upToNextOption else { return }
    while let value = words.first, !value.hasPrefix("-") {
      try give(value, to: option)
      words.removeFirst()
    }
  }

  private func refusedFlag(_ spelling: String) -> Flag? {
    guard spelling.hasPrefix("--no-") else { return nil }
    let refused = "--" + spelling.dropFirst("--no-".count)
    return options.first { $0.answers(to: refused) }?.parameter as? Flag
  }

  private func isOption(_ word: String) -> Bool {
    word.hasPrefix("--")
  }

  private func takeArgument(_ word: String, _ next: inout Int) throws(UsageProblem) {
    guard next < arguments.count else { throw .extraArgument(word) }
    let argument = arguments[next]
    if argument.facts.arity == .one { next += 1 }
    try give(word, to: argument)
  }

  private func give(_ text: String, to parameter: NamedParameter) throws(UsageProblem) {
    guard !parameter.parameter.take(text) else { return }
    let facts = parameter.facts
    var nearest: String?
    if case .words(let words) = facts.completion {
      nearest = nearestSpelling(to: text, among: words)
    }
    let expected = [facts.expectation, facts.ruleWords].compactMap { $0 }.joined(separator: " ")
    throw .badValue(text, parameter: parameter.spelling, expected: expected, nearest: nearest)
  }

  private func checkRequired() throws(UsageProblem) {
    for argument in arguments where argument.facts.isRequired && !argument.parameter.isSet {
      throw .missingArgument(argument.signature)
    }
    for option in options where option.facts.isRequired && !option.parameter.isSet {
      throw .missingOption(option.signature)
    }
  }
}
