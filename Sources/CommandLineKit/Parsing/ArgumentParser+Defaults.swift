extension Command {
  /// Takes other defaults for some options, written as on the command line: `--kind green --quiet`.
  ///
  /// What the user gave stands, so that this may be called once the command line has been read. An option
  /// that may be repeated takes all of its new defaults or, if the user gave it, none. The words are the
  /// program's own: a wrong one is a broken contract.
  public func takeDefaults(_ words: String) {
    let parser = ArgumentParser(parameters: ParameterList.parameters(of: self))
    parser.takeDefaults(words.split(separator: " ").map(String.init))
  }
}

extension ArgumentParser {
  func takeDefaults(_ words: [String]) {
    var words = words[...]
    while let spelling = words.popFirst() {
      let option = options.first { $0.answers(to: spelling) }
      let text = option?.facts.role == .flag ? "" : words.popFirst() ?? ""
      let isTaken = option?.parameter.takeDefault(text) ?? false
      precondition(isTaken, "no default: \(spelling) \(text)")
    }
  }
}
