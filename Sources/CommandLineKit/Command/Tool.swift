/// A command-line tool: its name and its commands in sections.
public struct Tool {
  /// A command, or several under one word (`index build`, `index add`).
  public enum Entry {
    /// A single command.
    case command(any Command.Type)
    /// Commands that share their first word.
    case group(name: String, abstract: String, [any Command.Type])
  }

  /// A heading in the tool's help with the entries under it.
  public struct Section {
    let title: String
    let entries: [Entry]

    /// Puts entries under a heading.
    public init(_ title: String, _ entries: [Entry]) {
      self.title = title
      self.entries = entries
    }
  }

  let name: String
  let version: String
  let abstract: String
  let warning: String?
  let sections: [Section]
  let explain: (any Error) -> (any Error)?

  /// Describes a tool; a `warning` is shown before anything else.
  ///
  /// `explain` turns errors that a command throws into errors of this module, which have words and
  /// an exit status: a ``CommandFailure``, a ``UsageProblem`` and so on. An error that it returns nil
  /// for is shown by its description.
  public init(
    name: String, version: String, abstract: String, warning: String? = nil, sections: [Section],
    explain: @escaping (any Error) -> (any Error)? = { _ in nil }
  ) {
    self.name = name
    self.version = version
    self.abstract = abstract
    self.warning = warning
    self.sections = sections
    self.explain = explain
  }

  var entries: [Entry] { sections.flatMap(\.entries) }

  /// Every command with the words that lead to it.
  var commands: [(path: [String], type: any Command.Type)] {
    entries.flatMap { entry -> [(path: [String], type: any Command.Type)] in
      switch entry {
      case .command(let type): [(path: [type.name], type: type)]
      case .group(let name, _, let members): members.map { (path: [name, $0.name], type: $0) }
      }
    }
  }
}

extension Tool.Entry {
  var name: String {
    switch self {
    case .command(let type): type.name
    case .group(let name, _, _): name
    }
  }

  var abstract: String {
    switch self {
    case .command(let type): type.abstract
    case .group(_, let abstract, _): abstract
    }
  }
}
