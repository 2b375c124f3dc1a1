import Foundation

extension Tool {
  /// Runs the tool on the arguments without its own name, and returns the exit status of the process.
  ///
  /// Data goes to standard output, prose to standard error. Writing to a pipe that nobody reads any more
  /// ends the run quietly.
  public func main(_ arguments: [String]) -> Int32 {
    Interrupt.install()
    if let warning { Console(quiet: false).warn(warning) }
    do {
      switch try invocation(of: arguments, width: Terminal.helpWidth) {
      case .help(let text): try StandardOutput.print(text)
      case .version(let text): try StandardOutput.print(text + "\n")
      case .run(let command, _): try command.run()
      }
      return ExitStatus.done.rawValue
    } catch {
      let report = FailureReport(error)
      if let message = report.message { StandardError.write("\(name): \(message)\n") }
      return report.status.rawValue
    }
  }

  /// Ends the process from wherever it is, with a message for the user and ``ExitStatus/failed``.
  public func fail(_ message: String) -> Never {
    StandardError.write("\(name): \(message)\n")
    // Other threads still use what `exit` would take away.
    _exit(ExitStatus.failed.rawValue)
  }
}
