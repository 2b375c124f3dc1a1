extension CompletionScript {
  /// One `complete` line for each word that can be typed.
  func fish() -> String {
    let name = tool.name
    var lines = [
      "# \(name) completion for fish: save as ~/.config/fish/completions/\(name).fish",
      "complete -c \(name) -f",
    ]
    for entry in tool.entries {
      lines.append(
        "complete -c \(name) -n __fish_use_subcommand -a \(entry.name)"
          + " -d \(Self.quoted(entry.abstract))")
    }
    for (group, members) in groups {
      let words = members.compactMap(\.path.last).joined(separator: " ")
      let isOpen =
        "__fish_seen_subcommand_from \(group); and not __fish_seen_subcommand_from \(words)"
      for member in members {
        lines.append(
          "complete -c \(name) -n '\(isOpen)' -a \(member.path.last ?? "")"
            + " -d \(Self.quoted(member.abstract))")
      }
    }
    for entry in entries { lines += fishLines(entry) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fishLines(_ entry: Entry) -> [String] {
    let condition = entry.path.map { "__fish_seen_subcommand_from \($0)" }
      .joined(separator: "; and ")
    let start = "complete -c \(tool.name) -n '\(condition)'"
    var lines = entry.options.map { option in
      let takesValue = option.facts.role == .option ? " -x" + offer(option.facts.completion) : ""
      return "\(start) -l \(option.name)\(takesValue) -d \(Self.quoted(option.facts.help))"
    }
    if entry.argument != .none {
      // `-F` brings back the files that the first line of the script turned off.
      lines.append(entry.argument == .file ? "\(start) -F" : start + offer(entry.argument))
    }
    return lines
  }

  private func offer(_ kind: CompletionKind) -> String {
    switch kind {
    case .none: ""
    case .file: " -a '(__fish_complete_path)'"
    case .directory: " -a '(__fish_complete_directories)'"
    case .words(let words): " -a \(Self.quoted(words.joined(separator: " ")))"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'"
      + text.reduce(into: "") { result, character in
        if character == "'" || character == "\\" { result += "\\" }
        result.append(character)
      } + "'"
  }
}
