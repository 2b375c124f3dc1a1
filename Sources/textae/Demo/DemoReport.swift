import CommandLineKit
import FileFormats

/// A part of what a demo shows, for programs and for people.
struct DemoSection {
  let key: String
  let json: JSONValue
  let text: String
}

/// Collects the figures of a demo, and prints them as they come unless they are wanted as JSON.
struct DemoReport {
  let printsText: Bool
  private(set) var members: [JSONValue.Member] = []

  init(printsText: Bool) { self.printsText = printsText }

  mutating func add(_ section: DemoSection) throws {
    members.append(JSONValue.Member(key: section.key, value: section.json))
    if printsText { try StandardOutput.print(section.text + "\n") }
  }

  /// Keeps the figures in a file and says how to go on.
  func finish(_ files: DemoFiles) throws {
    let figures = JSONValue.object(members)
    let file = try AtomicFile(path: files.figures)
    try file.write(figures.indentedText + "\n")
    try file.commit()
    try StandardOutput.print(
      printsText ? DemoCommands(files: files).text : figures.jsonText + "\n")
  }
}
