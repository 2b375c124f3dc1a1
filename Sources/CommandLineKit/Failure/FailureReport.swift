/// What a tool says when it ends with an error, and the exit status.
package struct FailureReport: Equatable, Sendable {
  /// The line for the user; nil when the run ends without a word.
  package let message: String?
  /// The exit status of the process.
  package let status: ExitStatus

  init(_ message: String?, status: ExitStatus) {
    self.message = message
    self.status = status
  }

  /// Says what a command found out itself.
  init(_ failure: CommandFailure) {
    self.init(failure.description, status: failure.exitStatus)
  }

  /// The end of a run whose output nobody reads any more, as in `embed … | head`.
  package static let readerIsGone = FailureReport(nil, status: .done)
}
