/// What the tool says about an error, and how it exits: the only place where errors become prose.
package struct FailureReport: Equatable {
  /// Nil when the run ends without a word.
  package let message: String?
  package let status: ExitStatus

  package init(_ error: any Error) {
    switch error {
    case OutputError.closedPipe:
      // The reader has seen enough, as in `textae embed … | head`.
      message = nil
      status = .done
    case let error as Interrupted:
      message = error.description
      status = .interrupted
    case let error as UsageProblem:
      let report = FailureReport(UsageError(error, verb: "command line"))
      message = report.message
      status = report.status
    case let error as any ExitStatusProviding:
      message = error.exitStatus == .done ? nil : "\(error)"
      status = error.exitStatus
    default:
      message = "\(error)"
      status = .failed
    }
  }
}
