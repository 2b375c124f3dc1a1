import DataStructures

/// Help in plain text, made from the declarations.
package struct HelpText {
  let tool: Tool
  let width: Int

  package init(tool: Tool, width: Int) {
    self.tool = tool
    self.width = width
  }

  /// The tool itself: every command in its section.
  package func overview() -> String {
    var text = prose("\(tool.name): \(tool.abstract)")
    text += "\nUsage:\n  \(tool.name) COMMAND [options]\n"
    let general: [HelpRow] = [
      (term: "COMMAND --help", text: "Show the options of a command, with examples."),
      (term: "--version", text: "Show the version."),
    ]
    let column = explanationColumn(after: tool.entries.map(\.name) + general.map(\.term))
    for section in tool.sections {
      let rows = section.entries.map { (term: $0.name, text: $0.abstract) }
      text += "\n\(section.title):\n" + twoColumns(rows, column: column, width: width)
    }
    text += "\nGeneral:\n" + twoColumns(general, column: column, width: width)
    return text
  }

  /// A group of commands.
  package func group(_ path: [String]) -> String {
    let entry = tool.entries.first { [$0.name] == path }
    let name = ([tool.name] + path).joined(separator: " ")
    let members = tool.commands.filter { $0.path.count > 1 && $0.path.starts(with: path) }
    let rows = members.map { (term: $0.type.name, text: $0.type.abstract) }
    return prose("\(name): \(entry?.abstract ?? "")")
      + "\nUsage:\n  \(name) COMMAND [options]\n\nCommands:\n"
      + twoColumns(rows, column: explanationColumn(after: rows.map(\.term)), width: width)
  }

  /// One command: usage, parameters by section, examples.
  package func command(_ type: any Command.Type, path: [String]) -> String {
    let name = ([tool.name] + path).joined(separator: " ")
    let parameters = ParameterList.parameters(of: type.init())
    var text = prose("\(name): \(type.abstract)")
    text += "\nUsage:\n" + usage(name, parameters)
    for paragraph in type.discussion.split(separator: "\n\n") {
      text += "\n" + prose(String(paragraph))
    }
    let column = explanationColumn(after: parameters.map(\.signature))
    let arguments = parameters.filter { $0.facts.role == .argument }
    if !arguments.isEmpty { text += "\nArguments:\n" + table(arguments, column) }
    let options = parameters.filter { $0.facts.role != .argument }
    for section in Self.sections(of: options) {
      text += "\n\(section.title):\n" + table(section.parameters, column)
    }
    text += "\nExamples:\n"
    for example in type.examples {
      text += "  \(tool.name) \(example.commandLine)\n"
      for line in TextFormat.wrapped(example.explanation, width: width - 6) {
        text += "      \(line)\n"
      }
    }
    return text
  }

  /// Options by heading in the order of first appearance; the general heading comes last.
  static func sections(
    of options: [NamedParameter]
  ) -> [(title: String, parameters: [NamedParameter])] {
    var titles: [String] = []
    for option in options where !titles.contains(option.section) { titles.append(option.section) }
    let general = ParameterList.defaultSection
    titles = titles.filter { $0 != general } + titles.filter { $0 == general }
    return titles.map { title in
      (title: title, parameters: options.filter { $0.section == title })
    }
  }

  /// Arguments and required options, then `[options]` for the rest.
  private func usage(_ name: String, _ parameters: [NamedParameter]) -> String {
    var words = parameters.filter { $0.facts.role == .argument }.map { parameter in
      parameter.facts.isRequired ? parameter.signature : "[\(parameter.signature)]"
    }
    words += parameters.filter { $0.facts.role == .option && $0.facts.isRequired }
      .map(\.signature)
    words.append("[options]")
    let lines = TextFormat.wrapped(words.joined(separator: " "), width: width - name.count - 3)
    let margin = String(repeating: " ", count: name.count + 3)
    return "  \(name) " + lines.joined(separator: "\n" + margin) + "\n"
  }

  private func table(_ parameters: [NamedParameter], _ column: Int) -> String {
    let rows = parameters.map { (term: $0.signature, text: $0.facts.helpWithDefault) }
    return twoColumns(rows, column: column, width: width)
  }

  private func prose(_ text: String) -> String {
    TextFormat.wrapped(text, width: width).joined(separator: "\n") + "\n"
  }
}
