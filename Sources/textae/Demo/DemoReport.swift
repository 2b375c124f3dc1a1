import CommandLineKit
import FileFormats

/// Collects the figures of a demo, and prints each section at once unless JSON is requested.
struct DemoReport {
  let printsText: Bool
  private(set) var members: [JSONValue.Member] = []

  init(printsText: Bool) { self.printsText = printsText }

  mutating func add(_ section: DemoSection) throws {
    members.append(JSONValue.Member(key: section.key, value: section.json))
    if printsText { try StandardOutput.print(section.text + "\n") }
  }

  /// Writes the figures to a file and suggests further commands.
  func finish(_ files: DemoFiles) throws {
    let figures = JSONValue.object(members)
    let file = try AtomicFile(path: files.figures)
    try file.write(figures.indentedText + "\n")
    try file.commit()
    try StandardOutput.print(
      printsText ? DemoCommands(files: files).text : figures.jsonText + "\n")
  }
}
