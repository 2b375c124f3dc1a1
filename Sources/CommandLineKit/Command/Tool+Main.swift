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
}
