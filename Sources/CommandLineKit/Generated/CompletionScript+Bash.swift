extension CompletionScript {
  /// A function that finds the command in the words so far and completes the word at the cursor.
  func bash() -> String {
    let name = tool.name
    let groupNames = groups.map(\.name).joined(separator: "|")
    let words = tool.entries.map(\.name).joined(separator: " ")
    return """
      # \(name) completion for bash: source this file, or save it as
      # ~/.local/share/bash-completion/completions/\(name)
      _\(name)() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
        local verb="${COMP_WORDS[1]}"
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(words) help --help --version" -- "$current"))
          return
        fi
        case "$verb" in
      \(bashGroups())\
        \(groupNames.isEmpty ? "-" : groupNames)) verb="$verb ${COMP_WORDS[2]}" ;;
        esac
        case "$verb:$previous" in
      \(bashValues())\
        esac
        if [ "${current#-}" != "$current" ]; then
          case "$verb" in
      \(bashOptions())\
          esac
        else
          case "$verb" in
      \(bashArguments())\
          esac
        fi
      }
      complete -o filenames -F _\(name) \(name)

      """
  }

  private func bashGroups() -> String {
    groups.map { name, members in
      let words = members.compactMap(\.path.last).joined(separator: " ")
      return "  \(name)) if [ \"$COMP_CWORD\" -eq 2 ]; then "
        + "COMPREPLY=($(compgen -W \"\(words)\" -- \"$current\")); return; fi ;;&\n"
    }.joined()
  }

  private func bashValues() -> String {
    entries.flatMap { entry in
      entry.options.filter { $0.facts.role == .option }.map { option in
        "  \"\(entry.path.joined(separator: " ")):\(option.spelling)\") "
          + "\(bashOffer(option.facts.completion)) return ;;\n"
      }
    }.joined()
  }

  private func bashOptions() -> String {
    entries.map { entry in
      let words = (entry.options.map(\.spelling) + ["--help"]).joined(separator: " ")
      return "    \"\(entry.path.joined(separator: " "))\") "
        + "COMPREPLY=($(compgen -W \"\(words)\" -- \"$current\")) ;;\n"
    }.joined()
  }

  private func bashArguments() -> String {
    entries.filter { $0.argument != .none }.map { entry in
      "    \"\(entry.path.joined(separator: " "))\") \(bashOffer(entry.argument)) ;;\n"
    }.joined()
  }

  private func bashOffer(_ kind: CompletionKind) -> String {
    switch kind {
    case .none: ""
    case .file: "COMPREPLY=($(compgen -f -- \"$current\"));"
    case .directory: "COMPREPLY=($(compgen -d -- \"$current\"));"
    case .words(let words):
      "COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$current\"));"
    }
  }
}
