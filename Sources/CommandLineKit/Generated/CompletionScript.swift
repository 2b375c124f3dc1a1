/// What a completion script is made from: every command with its parameters.
struct CompletionScript {
  struct Entry {
    let path: [String]
    let abstract: String
    let parameters: [NamedParameter]

    var options: [NamedParameter] { parameters.filter { $0.facts.role != .argument } }
    /// What an argument of the command may be; files when any argument takes them.
    var argument: CompletionKind {
      parameters.first { $0.facts.role == .argument }?.facts.completion ?? .none
    }
  }

  let tool: Tool
  let entries: [Entry]

  init(tool: Tool) {
    self.tool = tool
    entries = tool.commands.map { path, type in
      Entry(
        path: path, abstract: type.abstract,
        parameters: ParameterList.parameters(of: type.init()))
    }
  }

  /// The groups with their commands.
  var groups: [(name: String, members: [Entry])] {
    tool.entries.compactMap { entry in
      guard case .group(let name, _, _) = entry else { return nil }
      return (name: name, members: entries.filter { $0.path.first == name && $0.path.count > 1 })
    }
  }
}

extension Tool {
  /// The script that teaches `shell` to complete this tool's commands, options and values.
  public func completionScript(for shell: Shell) -> String {
    let script = CompletionScript(tool: self)
    return switch shell {
    case .bash: script.bash()
    case .zsh: script.zsh()
    case .fish: script.fish()
    }
  }
}
