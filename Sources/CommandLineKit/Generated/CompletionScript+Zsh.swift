extension CompletionScript {
  /// A function for each command that calls `_arguments`, and one that chooses among them.
  func zsh() -> String {
    let name = tool.name
    let choices = tool.entries.map { "    \(Self.quoted("\($0.name):\($0.abstract)"))\n" }.joined()
    var text = """
      #compdef \(name)
      # \(name) completion for zsh: save as _\(name) in a folder of $fpath

      _\(name)() {
        local -a verbs=(
      \(choices)\
        )
        if (( CURRENT == 2 )); then
          _describe command verbs
          return
        fi
        shift words
        (( CURRENT-- ))
        local handler="_\(name)_${words[1]}"
        (( $+functions[$handler] )) && $handler
      }

      """
    for (group, members) in groups { text += zshGroup(group, members) }
    for entry in entries { text += zshCommand(entry) }
    return text + "\n_\(name) \"$@\"\n"
  }

  private func zshGroup(_ group: String, _ members: [Entry]) -> String {
    let choices = members.map { entry in
      "    \(Self.quoted("\(entry.path.last ?? ""):\(entry.abstract)"))\n"
    }.joined()
    return """

      _\(tool.name)_\(group)() {
        local -a verbs=(
      \(choices)\
        )
        if (( CURRENT == 2 )); then
          _describe command verbs
          return
        fi
        shift words
        (( CURRENT-- ))
        local handler="_\(tool.name)_\(group)_${words[1]}"
        (( $+functions[$handler] )) && $handler
      }

      """
  }

  private func zshCommand(_ entry: Entry) -> String {
    var lines = entry.options.map { option -> String in
      let star = option.facts.arity == .one ? "" : "*"
      let help = Self.bracketed(option.facts.help)
      guard option.facts.role == .option else {
        return Self.quoted("\(option.spelling)[\(help)]")
      }
      let value = Self.bracketed(option.facts.placeholder)
      return Self.quoted(
        "\(star)\(option.spelling)=[\(help)]:\(value):\(zshAction(option.facts.completion))")
    }
    lines.append("'--help[Show help.]'")
    for argument in entry.parameters where argument.facts.role == .argument {
      let star = argument.facts.arity == .one ? "" : "*"
      lines.append(
        Self.quoted("\(star):\(argument.name):\(zshAction(argument.facts.completion))"))
    }
    return "\n_\(tool.name)_\(entry.path.joined(separator: "_"))() {\n  _arguments \\\n    "
      + lines.joined(separator: " \\\n    ") + "\n}\n"
  }

  private func zshAction(_ kind: CompletionKind) -> String {
    switch kind {
    case .none: " "
    case .file: "_files"
    case .directory: "_files -/"
    case .words(let words): "(\(words.joined(separator: " ")))"
    }
  }

  /// Brackets and colons have a special meaning inside a specification.
  private static func bracketed(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "[]:\\".contains(character) { result += "\\" }
      result.append(character)
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
