extension Tool {
  /// The manual page of the whole tool, in troff with the `man` macros.
  public func manualPage() -> String {
    var page = ManualPage(title: name, version: "\(name) \(version)")
    page.section("NAME", "\(name) - \(Self.unterminated(abstract))")
    page.heading("SYNOPSIS")
    page.bold(name, then: " COMMAND [options]")
    for section in sections {
      page.heading(section.title.uppercased())
      for entry in section.entries { page.item(entry.name, entry.abstract) }
    }
    page.exitStatus()
    page.heading("SEE ALSO")
    let pages = commands.map { "\(name)-\($0.path.joined(separator: "-"))(1)" }
    page.text(pages.joined(separator: ", "))
    return page.source
  }

  /// The manual page of one command, or nil when there is none under these words.
  public func manualPage(for path: [String]) -> String? {
    guard let type = commands.first(where: { $0.path == path })?.type else { return nil }
    let parameters = ParameterList.parameters(of: type.init())
    let dashed = ([name] + path).joined(separator: "-")
    var page = ManualPage(title: dashed, version: "\(name) \(version)")
    page.section("NAME", "\(dashed) - \(Self.unterminated(type.abstract))")
    page.heading("SYNOPSIS")
    let arguments = parameters.filter { $0.facts.role == .argument }
    let required = parameters.filter { $0.facts.role == .option && $0.facts.isRequired }
    let words =
      arguments.map { $0.facts.isRequired ? $0.signature : "[\($0.signature)]" }
      + required.map(\.signature) + ["[options]"]
    page.bold(([name] + path).joined(separator: " "), then: " " + words.joined(separator: " "))
    page.heading("DESCRIPTION")
    page.text(type.abstract)
    for paragraph in type.discussion.split(separator: "\n\n") { page.text(String(paragraph)) }
    for argument in arguments { page.item(argument.signature, argument.facts.helpWithDefault) }
    let options = parameters.filter { $0.facts.role != .argument }
    for section in HelpText.sections(of: options) {
      page.heading(section.title.uppercased())
      for option in section.parameters {
        page.item(option.signature, option.facts.helpWithDefault)
      }
    }
    page.heading("EXAMPLES")
    for example in type.examples {
      page.item("\(name) \(example.commandLine)", example.explanation)
    }
    page.exitStatus()
    return page.source
  }

  /// Every page: that of the tool, then one for each command.
  public func manualPages() -> [String] {
    [manualPage()] + commands.compactMap { manualPage(for: $0.path) }
  }

  /// The NAME line of a manual page has no full stop.
  private static func unterminated(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}

/// The source of a manual page as it grows.
private struct ManualPage {
  private(set) var source: String

  init(title: String, version: String) {
    // No date: the same declarations give the same page.
    source = ".TH \(Self.escaped(title.uppercased())) 1 \"\" \"\(Self.escaped(version))\"\n"
  }

  mutating func section(_ heading: String, _ text: String) {
    self.heading(heading)
    line(text)
  }

  mutating func heading(_ heading: String) {
    source += ".SH \"\(Self.escaped(heading))\"\n"
  }

  mutating func text(_ paragraph: String) {
    source += ".PP\n"
    line(paragraph)
  }

  mutating func bold(_ words: String, then rest: String) {
    line("\u{1}B" + words + "\u{1}R" + rest)
  }

  mutating func item(_ term: String, _ text: String) {
    source += ".TP\n"
    line("\u{1}B" + term + "\u{1}R")
    line(text)
  }

  mutating func exitStatus() {
    heading("EXIT STATUS")
    item("0", "Success.")
    item("1", "The command failed; the message says why and what to do.")
    item("64", "The command line was wrong.")
    item("65", "The input was wrong; the message names the file and the line.")
    item("130", "Interrupted; what could be saved was saved.")
  }

  private mutating func line(_ text: String) {
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let escaped = Self.escaped(flat)
    // troff takes a dot or quote at the start of a line for a request.
    source += (escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" : "") + escaped + "\n"
  }

  /// Escapes backslashes, and dashes so that options can be copied; U+0001 marks our font changes.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "…": result += "..."
      case "\u{1}": result += "\\f"
      default: result.append(character)
      }
    }
  }
}
