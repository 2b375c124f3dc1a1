import Foundation

extension Tool {
  /// Runs the tool on the arguments after its own name, and returns the exit status.
  ///
  /// Data goes to standard output, messages to standard error. The run ends quietly when the reader
  /// of a pipe has gone.
  public func main(_ arguments: [String]) -> Int32 {
    Interrupt.install()
    if let warning { Console(quiet: false).warn(warning) }
    do {
      switch try invocation(of: arguments, width: Terminal.helpWidth) {
      case .help(let text): try StandardOutput.print(text)
      case .version(let text): try StandardOutput.print(text + "\n")
      case .run(let command, let verb):
        do {
          try command.run()
        } catch {
          throw explained(error, verb: verb)
        }
      }
      return ExitStatus.done.rawValue
    } catch {
      let report = FailureReport(of: error)
      if let message = report.message {
        // A usage error begins with the verb, and so with the name already.
        StandardError.write((error is UsageError ? "" : "\(name): ") + message + "\n")
      }
      return report.status.rawValue
    }
  }

  /// Ends the process at once, from any thread, with a message and ``ExitStatus/failed``.
  public func fail(_ message: String) -> Never {
    StandardError.write("\(name): \(message)\n")
    // `exit` would run destructors of objects that other threads still use.
    _exit(ExitStatus.failed.rawValue)
  }
}
