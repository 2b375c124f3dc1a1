import CommandLineKit

struct Manual: Command {
  static let name = "manual"
  static let abstract = "Print a manual page in troff format."
  static let examples = [
    Example("manual train | man -l -", "Shows the page of `train`."),
    Example("manual > textae.1", "Saves the page of the tool itself."),
  ]

  @Argument(
    "COMMAND", "A command, such as `index build`; none for the tool itself.",
    completion: .none)
  var words: [String]

  func validate() throws {
    guard words.isEmpty || TextAE.tool.manualPage(for: words) != nil else {
      throw UsageRule.noPage(words: words)
    }
  }

  func run() throws {
    let page = words.isEmpty ? TextAE.tool.manualPage() : TextAE.tool.manualPage(for: words)
    try StandardOutput.print(page ?? "")
  }
}
