/// A command line to copy, and what it does.
public struct Example: Sendable {
  let commandLine: String
  let explanation: String

  /// Pairs a command line, without the name of the tool, with one sentence.
  public init(_ commandLine: String, _ explanation: String) {
    self.commandLine = commandLine
    self.explanation = explanation
  }
}
