extension Command {
  /// Sets other defaults for some options, written as on the command line: `--kind green --quiet`.
  ///
  /// Call it after parsing: values that the user gave are kept. A repeatable option takes all of
  /// its new defaults or, if the user gave it, none. The words come from the program itself, so
  /// that a wrong one is a programming error.
  public func takeDefaults(_ words: String) {
    let parser = ArgumentParser(parameters: ParameterList.parameters(of: self))
    parser.takeDefaults(words.split(separator: " ").map(String.init))
  }
}
