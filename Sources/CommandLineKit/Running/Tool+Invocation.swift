extension Tool {
  /// What a command line asks for.
  package enum Invocation {
    case help(String)
    case version(String)
    case run(any Command, verb: String)
  }

  /// Finds the command that `arguments` (without the tool's name) choose, and fills its parameters.
  package func invocation(of arguments: [String], width: Int) throws(UsageError) -> Invocation {
    let help = HelpText(tool: self, width: width)
    guard let first = arguments.first else { return .help(help.overview()) }
    switch first {
    case "--help", "-h": return .help(help.overview())
    case "--version": return .version("\(name) \(version)")
    case "help": return .help(try helpText(for: Array(arguments.dropFirst()), help))
    default: break
    }
    let resolution = try resolve(arguments)
    let path = resolution.path
    let rest = resolution.rest
    let asksForHelp = rest.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    guard let type = resolution.type else {
      if asksForHelp { return .help(help.group(path)) }
      throw UsageError(.missingVerb(choices: members(of: path)), verb: qualified(path))
    }
    if asksForHelp { return .help(help.command(type, path: path)) }
    let command = type.init()
    let verb = qualified(path)
    do {
      try ArgumentParser(parameters: ParameterList.parameters(of: command)).parse(Array(rest))
      try command.validate()
    } catch {
      let explained = explained(error, verb: verb)
      if let usage = explained as? UsageError { throw usage }
      throw UsageError(.invalid("\(explained)", advice: "see the help"), verb: verb)
    }
    return .run(command, verb: verb)
  }

  /// An error of a command as one of this module, if it is known; problems of usage get the verb.
  package func explained(_ error: any Error, verb: String) -> any Error {
    let explained = explain(error) ?? error
    return (explained as? UsageProblem).map { UsageError($0, verb: verb) } ?? explained
  }

  /// The command that the first words name; without a type when they stop at a group.
  private struct Resolution {
    let path: [String]
    let type: (any Command.Type)?
    let rest: ArraySlice<String>
  }

  private func resolve(_ arguments: [String]) throws(UsageError) -> Resolution {
    let first = arguments[0]
    guard let entry = entries.first(where: { $0.name == first }) else {
      throw unknown(first, among: entries.map(\.name), after: [])
    }
    switch entry {
    case .command(let type):
      return Resolution(path: [first], type: type, rest: arguments.dropFirst())
    case .group(_, _, let members):
      guard arguments.count > 1, !arguments[1].hasPrefix("-") else {
        return Resolution(path: [first], type: nil, rest: arguments.dropFirst())
      }
      for type in members where type.name == arguments[1] {
        return Resolution(path: [first, type.name], type: type, rest: arguments.dropFirst(2))
      }
      throw unknown(arguments[1], among: members.map { $0.name }, after: [first])
    }
  }

  private func helpText(for words: [String], _ help: HelpText) throws(UsageError) -> String {
    guard !words.isEmpty else { return help.overview() }
    let resolution = try resolve(words)
    guard let type = resolution.type else { return help.group(resolution.path) }
    return help.command(type, path: resolution.path)
  }

  private func unknown(_ word: String, among words: [String], after path: [String]) -> UsageError {
    let problem =
      word.hasPrefix("-")
      ? UsageProblem.optionBeforeVerb(word)
      : UsageProblem.unknownVerb(word, nearest: nearestSpelling(to: word, among: words))
    return UsageError(problem, verb: qualified(path))
  }

  private func members(of path: [String]) -> [String] {
    commands.filter { $0.path.starts(with: path) }.compactMap(\.path.last)
  }

  private func qualified(_ path: [String]) -> String {
    ([name] + path).joined(separator: " ")
  }
}
